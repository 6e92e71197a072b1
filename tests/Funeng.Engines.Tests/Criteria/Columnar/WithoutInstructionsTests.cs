using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>
/// What one machine does in registers, others do in smaller ones or one by one: the tests of codes and planes run again as if this machine lacked the
/// instructions, each time in a process of its own, with FUNENG_LONG.
/// </summary>
public sealed class WithoutInstructionsTests
{
    private static readonly string[] Classes =
    [
        nameof(BoundSearchTests), nameof(ByteTableTests), nameof(CodeDigitsTests), nameof(PlanePackerTests), nameof(PlaneWidthTests), nameof(ProgramTests), nameof(AgreementTests),
    ];

    [Theory]
    [InlineData("EnableAVX512F")]
    [InlineData("EnableAVX2")]
    [InlineData("EnableBMI2")]
    [InlineData("EnableHWIntrinsic")]
    public async Task Codes_and_planes_are_the_same_without(string instructions)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("FUNENG_LONG") is { Length: > 0 }, "codes and planes in processes that lack instructions: --long");
        var start = new ProcessStartInfo("dotnet", [typeof(WithoutInstructionsTests).Assembly.Location, "-noLogo", "-noColor", .. Classes.SelectMany(name => new[] { "-class", $"{typeof(WithoutInstructionsTests).Namespace}.{name}" })])
        {
            RedirectStandardOutput = true, UseShellExecute = false,
        };
        start.Environment["DOTNET_" + instructions] = "0";
        using var process = Process.Start(start)!;

        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0 && !output.Contains("Total: 0", StringComparison.Ordinal), output);
    }

    [Fact]
    public void The_widest_registers_are_met_here()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, string.Create(CultureInfo.InvariantCulture, $"this machine has registers of {(Vector256.IsHardwareAccelerated ? 256 : 128)} bits: what is written for 512 is not run"));

        Assert.True(Vector256.IsHardwareAccelerated);
    }
}
