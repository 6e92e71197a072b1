using Funeng.Modules.Foundation;
using Funeng.Modules.Foundation.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Funeng.Benchmarks;

/// <summary>An empty installation with the rules of this repository, in a folder of its own that goes with it.</summary>
internal sealed class BenchCity : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("funeng-bench-").FullName;
    private readonly ServiceProvider services;

    private BenchCity(string? postgres, Action<IServiceCollection> add)
    {
        var collection = new ServiceCollection();
        collection.AddLogging();
        collection.AddSingleton(new Installation(folder, Path.Combine(Directory.GetCurrentDirectory(), "rules"), postgres, CityContent.Empty));
        add(collection);
        services = collection.BuildServiceProvider();
    }

    public ServiceProvider Services => services;

    /// <param name="postgres">Connection string; null for SQLite.</param>
    /// <param name="add">The modules it has.</param>
    public static async Task<BenchCity> StartAsync(string? postgres, Action<IServiceCollection> add)
    {
        var city = new BenchCity(postgres, add);
        await city.services.GetRequiredService<InstallationStart>().RunAsync(CancellationToken.None);
        return city;
    }

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
