using Funeng.Modules.Foundation.Audit;

namespace Funeng.Host.Commands;

/// <summary><c>audit verify [--data DIR] [--database C]</c>: checks the chain of audit rows and says where it first breaks.</summary>
internal static class AuditCommand
{
    public static async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken cancellation)
    {
        var arguments = new Arguments(words).Allow("data", "database");
        if (arguments.Count != 1 || arguments.At(0, "'verify'") != "verify")
            throw new UsageException("usage: audit verify [--data DIR] [--database C]");
        var options = ServeCommand.Read(arguments);
        ServeCommand.RequireInstallation(options);

        await using var site = await Site.OpenAsync(options, cancellation);
        var chain = site.Services.GetRequiredService<AuditChain>();
        await chain.SealAsync(cancellation);
        return Report(await chain.VerifyAsync(cancellation));
    }

    private static int Report(AuditVerification verification)
    {
        switch (verification)
        {
            case AuditVerification.Intact intact:
                Console.WriteLine($"{intact.Entries} entries, intact");
                return CommandTable.Done;
            case AuditVerification.Broken broken:
                Console.WriteLine($"broken at entry {broken.Position}: {broken.What}");
                return CommandTable.Failed;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }
}
