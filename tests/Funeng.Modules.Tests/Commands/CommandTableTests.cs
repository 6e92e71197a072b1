using Funeng.Host.Commands;

namespace Funeng.Modules.Tests.Commands;

/// <summary>What the command line answers to whoever asks how it is used, or uses it wrongly.</summary>
public sealed class CommandTableTests
{
    [Fact]
    public void Whoever_asks_for_help_is_told_all_commands()
    {
        foreach (var words in (string[][])[["--help"], ["-h"], ["help"], ["--urls", "http://127.0.0.1:5080", "--help"]])
        {
            var help = CommandTable.Explain(words)!;
            Assert.All((string[])["serve", "import", "evaluate", "rules", "audit", "backup"], name => Assert.Contains($"./run {name} ", help, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Whoever_asks_about_a_command_is_told_of_that_one_alone()
    {
        foreach (var words in (string[][])[["evaluate", "--help"], ["help", "evaluate"], ["evaluate", "--in", "x.csv", "-h"]])
        {
            Assert.StartsWith("./run evaluate --schemes ID", CommandTable.Explain(words), StringComparison.Ordinal);
            Assert.DoesNotContain("./run serve", CommandTable.Explain(words), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Work_is_no_question() => Assert.Null(CommandTable.Explain(["feel", "-1"]));

    [Fact]
    public void An_option_without_its_value_is_named_with_what_stands_in_its_place()
    {
        Assert.Equal("--data needs a value, not the option --city", Assert.Throws<UsageException>(() => new Arguments(["--data", "--city", "empty"])).Message);
        Assert.Equal("--data needs a value", Assert.Throws<UsageException>(() => new Arguments(["--data"])).Message);
        Assert.StartsWith("--dat is not an option here; there are: --data", Assert.Throws<UsageException>(() => new Arguments(["--dat", "x"]).Allow("data", "city")).Message, StringComparison.Ordinal);
    }
}
