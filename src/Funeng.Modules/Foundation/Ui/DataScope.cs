using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Modules.Foundation.Ui;

/// <summary>What the figures of the pages below an address cover, where it is not the city's enterprises: these are as of now.</summary>
/// <param name="Path">Beginning of the addresses, such as /tasks.</param>
public sealed record DataScope(string Path, string Text)
{
    public bool Holds(string path) => path == Path || path.StartsWith(Path + "/", StringComparison.Ordinal);
}

public static class DataScopeRegistration
{
    /// <summary>Says in the footer of a module's pages what their figures cover.</summary>
    public static IServiceCollection AddDataScope(this IServiceCollection services, string path, string text) => services.AddSingleton(new DataScope(path, text));
}
