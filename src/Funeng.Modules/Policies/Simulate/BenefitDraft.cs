using System.Globalization;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Another text of a benefit, as a form or an address says it; what is left out stays as it is.</summary>
/// <param name="Conditions">By number from 1.</param>
/// <param name="CapWan">In 万元, as typed.</param>
public sealed record BenefitDraft(IReadOnlyDictionary<int, string> Conditions, string? Amount, string? CapWan)
{
    private const decimal Wan = 10_000, MostWan = 100_000_000;

    public static BenefitDraft None { get; } = new(new Dictionary<int, string>(), null, null);

    internal IReadOnlyList<Problem> Check(Benefit standing, int longest)
    {
        var problems = new List<Problem>();
        foreach (var (number, rule) in Conditions.Where(condition => condition.Value.Length > longest)) problems.Add(new Problem($"c{number}", $"条件最多 {longest} 个字，现在是 {rule.Length} 个字"));
        if (Amount?.Length > longest) problems.Add(new Problem("amount", $"金额公式最多 {longest} 个字，现在是 {Amount.Length} 个字"));
        if (!string.IsNullOrWhiteSpace(CapWan) && ReadCap() is null) problems.Add(new Problem("cap", $"封顶应是 0 到 1 亿之间的万元数，现在是“{CapWan}”"));
        if (standing.HasAmount && Amount is not null && string.IsNullOrWhiteSpace(Amount)) problems.Add(new Problem("amount", "金额公式不能空着；不给钱就写 0"));
        return problems;
    }

    internal Benefit On(Benefit standing) => standing with
    {
        Conditions = [.. standing.Conditions.Select((condition, at) => Conditions.TryGetValue(at + 1, out var rule) && !string.IsNullOrWhiteSpace(rule) ? condition with { Rule = rule.Trim() } : condition)],
        Amount = standing.HasAmount && Amount is { Length: > 0 } amount ? amount.Trim() : standing.Amount,
        Cap = !standing.HasAmount || CapWan is null ? standing.Cap : string.IsNullOrWhiteSpace(CapWan) ? null : ReadCap(),
    };

    /// <summary>The field a message of the compiler is about: it names the decision.</summary>
    internal string FieldOf(string message)
    {
        foreach (var number in Conditions.Keys)
        {
            if (message.StartsWith($"c{number}:", StringComparison.Ordinal) || message.Contains($"'c{number}'", StringComparison.Ordinal)) return $"c{number}";
        }

        return message.Contains("金额", StringComparison.Ordinal) ? "amount" : "c1";
    }

    private decimal? ReadCap() =>
        decimal.TryParse(CapWan!.Trim(), NumberStyles.Number, CultureInfo.InvariantCulture, out var wan) && wan is >= 0 and <= MostWan ? wan * Wan : null;
}
