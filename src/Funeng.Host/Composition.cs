using System.Reflection;
using Funeng.Modules.Foundation;

namespace Funeng.Host;

/// <summary>The list of modules. A new module is one line here.</summary>
internal static class Composition
{
    /// <summary>The library whose pages and components the site shows.</summary>
    public static readonly Assembly ModulesAssembly = typeof(Installation).Assembly;

    public static IServiceCollection AddModules(this IServiceCollection services) => services.AddFoundation();
}
