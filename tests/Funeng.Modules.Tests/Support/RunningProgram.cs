using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Funeng.Modules.Foundation;
using Funeng.Modules.Tests.Architecture;

namespace Funeng.Modules.Tests.Support;

/// <summary>The real program over the data of an installation, to be killed. It may be held at a moment of a transaction (<see cref="StartupHook"/>).</summary>
internal sealed class RunningProgram : IDisposable
{
    private readonly Process process;

    private RunningProgram(Process process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    /// <param name="table">Its first insert is waited for; null to hold nothing.</param>
    /// <param name="moment">TransactionCommitting: everything written and nothing committed. TransactionCommitted: committed and not answered.</param>
    public static RunningProgram Start(TestInstallation city, string? table = null, string moment = "")
    {
        var address = Free();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "funeng.dll"), "serve", "--urls", address.ToString().TrimEnd('/'), "--data", city.DataFolder, "--city", "empty", "--warm", "no", .. city.Service<Installation>().Database is { } database ? ["--database", database] : Array.Empty<string>()])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, Environment = { ["FUNENG_ROOT"] = Path.GetDirectoryName(Repository.Folder("rules")) },
        };
        if (table is not null)
        {
            start.Environment["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location;
            (start.Environment[StartupHook.Table], start.Environment[StartupHook.Moment]) = (table, moment);
        }

        var program = new RunningProgram(Process.Start(start)!, address);
        // A full pipe would stop the program.
        _ = program.process.StandardError.ReadToEndAsync();
        var said = "";
        while (program.process.StandardOutput.ReadLine() is { } line && line != "ready") said += line + "\n";
        Assert.False(program.process.HasExited, said);
        return program;
    }

    /// <summary>Until it says that it stands at the moment it was to be held at.</summary>
    public async Task HeldAsync(CancellationToken cancellation)
    {
        while (await program(cancellation) is { } line)
        {
            if (line == StartupHook.Says) return;
        }

        Assert.Fail("The program ended before it came to the transaction.");

        ValueTask<string?> program(CancellationToken cancel) => process.StandardOutput.ReadLineAsync(cancel);
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync(CancellationToken cancellation)
    {
        process.Kill();
        await process.WaitForExitAsync(cancellation);
    }

    public void Dispose()
    {
        if (!process.HasExited) process.Kill();
        process.Dispose();
    }

    private static Uri Free()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");
    }
}
