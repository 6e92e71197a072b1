using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Facts;
using Funeng.Feel.Dmn;
using Funeng.Feel.Dmn.Analysis;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Schemes.Try;

namespace Funeng.Modules.Schemes.Analyse;

/// <summary>The analysis of a decision table in Chinese: what was found, where, and values that show it.</summary>
internal sealed partial class AnalysisWords(FactCatalogue catalogue)
{
    public static string Policy(HitPolicy policy) => policy switch
    {
        HitPolicy.Unique => "唯一命中：规则不能重叠",
        HitPolicy.First => "首条命中：取自上而下第一条",
        HitPolicy.Any => "任一命中：重叠时结论须相同",
        HitPolicy.Priority => "按优先级",
        HitPolicy.Collect => "全部收集",
        HitPolicy.RuleOrder => "按规则顺序",
        _ => "按结论顺序",
    };

    public static string Kind(TableFindingKind kind) => kind switch
    {
        TableFindingKind.Gap => "空缺",
        TableFindingKind.Overlap => "重叠",
        TableFindingKind.Masked => "被遮盖",
        _ => "到不了",
    };

    public static Signal Signal(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => Foundation.Ui.Signal.Bad,
        FindingSeverity.Warning => Foundation.Ui.Signal.Warning,
        _ => Foundation.Ui.Signal.Idle,
    };

    public string Sentence(TableFinding finding) => finding.Kind switch
    {
        TableFindingKind.Gap => $"{Where(finding)}时，没有一条规则对应。",
        TableFindingKind.Overlap => $"第 {finding.Rules[0]} 条与第 {finding.Rules[1]} 条在{Where(finding)}时都对应{(finding.Reason.Length > 0 ? "，而结论不同" : "")}。",
        TableFindingKind.Masked when finding.Rules.Count > 1 => $"第 {finding.Rules[0]} 条永远轮不到：前面的第 {string.Join("、", finding.Rules.Skip(1))} 条已经覆盖了它。",
        TableFindingKind.Masked => $"第 {finding.Rules[0]} 条永远轮不到。",
        _ => $"第 {finding.Rules[0]} 条不可能对应：它的条件互相矛盾，或要求不会出现的取值。",
    };

    public static string Limit(AnalysisLimit limit) => limit switch
    {
        { Place: "gaps" } when limit.Reason.StartsWith("only", StringComparison.Ordinal) => "空缺太多，只列出前面几处。",
        { Place: "gaps" } => "取值组合太多，没有查空缺。",
        { Place: "overlaps" } => "重叠太多，只列出前面几处。",
        _ when Rule().Match(limit.Place) is { Success: true } rule => $"第 {rule.Groups[1].Value} 条规则里有算式或组合太多，没有查它是否被遮盖或有例外。",
        _ => $"“{Quoted().Match(limit.Place).Groups[1].Value}”的取值范围不能逐段比较，有关它的问题可能没有查到。",
    };

    /// <summary>The values that show a finding: 上年度资产负债率 70%.</summary>
    public string Witness(TableFinding finding) => string.Join("，", (finding.Witness ?? []).Select(input =>
        catalogue.FindByName(input.Name) is { } fact ? $"{FactText.Label(fact)} {FactText.Of(fact, input.Value)}" : $"{input.Name} {input.Value}"));

    /// <summary>The same values as conditions of the page on which the scheme is tried; empty when one of them is no fact.</summary>
    public IReadOnlyList<(string Name, string? Value)> Typed(TableFinding finding)
    {
        var typed = (finding.Witness ?? []).Select(input => (Fact: catalogue.FindByName(input.Name), input.Value)).ToList();
        return typed.Exists(item => item.Fact is null || item.Value.IsNull) ? [] : [.. typed.Select(item => (TrialField.NameOf(item.Fact!), (string?)Text(item.Fact!, item.Value)))];
    }

    private string Where(TableFinding finding)
    {
        var parts = finding.Inputs.Zip(finding.Region).Where(part => part.Second != "-").Select(part => Region(part.First, part.Second)).ToList();
        return parts.Count == 0 ? "任何取值" : string.Join("，且", parts);
    }

    private string Region(string expression, string tests)
    {
        var fact = catalogue.FindByName(expression);
        var name = fact is null ? expression : FactText.Label(fact);
        return $"{name} {CellWords.Of(tests, fact)}{(fact is { IsMoney: false, Unit.Length: > 0 } && tests.Any(char.IsDigit) ? $"（{fact.Unit}）" : "")}";
    }

    private static string Text(FactDefinition fact, FeelValue value) => value.Kind switch
    {
        FeelKind.Boolean => value.IsTrue ? "是" : "否",
        FeelKind.String => fact.Choices.FirstOrDefault(choice => choice.Code == value.AsString())?.Label ?? value.AsString(),
        FeelKind.Number when fact.IsMoney && value.AsNumber().TryToDecimal(out var yuan) => (yuan / 10_000).ToString("0.########", CultureInfo.InvariantCulture),
        FeelKind.Date when value.AsDate().TryToDateOnly(out var day) => Fmt.Date(day),
        _ => value.ToString(),
    };

    [GeneratedRegex(@"^rule (\d+)")]
    private static partial Regex Rule();

    [GeneratedRegex("'([^']*)'")]
    private static partial Regex Quoted();
}
