using System.Globalization;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies.Simulate;

/// <summary>Another text of a benefit, as a form or an address says it; what is left out stays as it is.</summary>
/// <param name="Conditions">By number from 1.</param>
/// <param name="CapWan">In 万元, as typed.</param>
public sealed record BenefitDraft(IReadOnlyDictionary<int, string> Conditions, string? Amount, string? CapWan)
{
    /// <summary>The longest condition or amount, in letters.</summary>
    public const int LongestRule = 600;

    private const decimal Wan = 10_000, MostWan = 100_000_000;

    public static BenefitDraft None { get; } = new(new Dictionary<int, string>(), null, null);

    /// <summary>The draft as an address says it.</summary>
    internal static BenefitDraft Read(Microsoft.AspNetCore.Http.IQueryCollection query, int conditions) => new(
        Enumerable.Range(1, conditions).Where(number => query.ContainsKey($"c{number}")).ToDictionary(number => number, number => query[$"c{number}"].ToString()),
        query.TryGetValue("amount", out var amount) ? amount.ToString() : null, query.TryGetValue("cap", out var cap) ? cap.ToString() : null);

    internal IReadOnlyList<Problem> Check(Benefit standing)
    {
        var problems = new List<Problem>();
        foreach (var (number, rule) in Conditions) problems.AddRange(Check($"c{number}", "条件", rule, "条件不能空着；不设这个条件就写 true"));
        if (standing.HasAmount && Amount is not null) problems.AddRange(Check("amount", "金额公式", Amount, "金额公式不能空着；不给钱就写 0"));
        if (!string.IsNullOrWhiteSpace(CapWan) && ReadCap() is null) problems.Add(new Problem("cap", $"封顶以万元计，应在 0 到 {MostWan / 10_000:0} 亿元之间，现在是“{CapWan}”"));
        return problems;
    }

    private static IEnumerable<Problem> Check(string field, string what, string rule, string whenBlank)
    {
        if (string.IsNullOrWhiteSpace(rule)) yield return new Problem(field, whenBlank);
        else if (rule.Length > LongestRule) yield return new Problem(field, $"{what}最多 {LongestRule} 个字，现在是 {rule.Length} 个字");
        else if (ChineseText.WithoutStray(rule) != rule) yield return new Problem(field, $"{what}里有看不见的控制字符，请删去后重写");
    }

    internal Benefit On(Benefit standing) => standing with
    {
        Conditions = [.. standing.Conditions.Select((condition, at) => Conditions.TryGetValue(at + 1, out var rule) ? condition with { Rule = rule.Trim() } : condition)],
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
