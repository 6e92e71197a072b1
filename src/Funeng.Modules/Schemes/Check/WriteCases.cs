using System.Globalization;
using System.Text;

namespace Funeng.Modules.Schemes.Check;

/// <summary>Makes the cases one step below, at and one step above every threshold of a pack, and keeps them in its file under <c>generated</c>.</summary>
public static class WriteCases
{
    private const string Mark = "\n# 由 ./run rules cases 生成";

    /// <summary>The text of the cases file with the generated part renewed; the written part stays as it is.</summary>
    public static string Renew(string file, IReadOnlyList<RuleCase> generated)
    {
        var end = file.IndexOf(Mark, StringComparison.Ordinal);
        var text = new StringBuilder((end < 0 ? file : file[..end]).TrimEnd('\n')).Append('\n');
        text.Append(Mark).Append("：每个界限的前一步、恰好和后一步。不要手工修改。\ngenerated:\n");
        return text.AppendJoin("\n", generated.Select(Write)).ToString();
    }

    private static string Write(RuleCase situation)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"  - case: {situation.Name}\n    on: {situation.On:yyyy-MM-dd}\n"));
        if (situation.Titles is { } titles) text.Append("    titles: [").AppendJoin(", ", titles).Append("]\n");
        text.Append("    facts: {");
        text.AppendJoin(",", situation.Facts.Select(fact => $" {fact.Definition.Name}: {fact.Value}"));
        text.Append(" }\n    expect: {");
        text.AppendJoin(",", situation.Expected.Select(expected => $" {expected.Criterion}: {expected.Text}"));
        return text.Append(" }\n").ToString();
    }
}
