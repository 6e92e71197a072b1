namespace Funeng.Modules.Foundation.Data;

/// <summary>What a module does once at every start, after the schema is up to date and before anything is served.</summary>
public interface IStartStep
{
    Task RunAsync(CancellationToken cancellation);
}

/// <summary>Makes an installation ready: schema first, then each module's step, in the order the modules were added.</summary>
public sealed class InstallationStart(SchemaMigrations migrations, IEnumerable<IStartStep> steps)
{
    public async Task RunAsync(CancellationToken cancellation)
    {
        await migrations.ApplyAsync(cancellation);
        foreach (var step in steps)
        {
            await step.RunAsync(cancellation);
        }
    }
}
