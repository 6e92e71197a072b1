using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Engines.Tests.Facts;
using Funeng.Feel.Values;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>Random schemes in the ways rule packs are written, and random subjects whose values lie on, just below and just above their thresholds.</summary>
internal sealed class RandomSchemes(int seed)
{
    private static readonly string[] Roles = ["gap", "key", "none"];
    private static readonly string[] Regions = ["张店", "博山", "临淄", "周村"];
    private static readonly decimal[] Marks = [-5, 0, 0.5m, 1, 2, 2.5m, 3, 4, 10, 12.345678m, 20, 50, 60, 100, 10000, 20000];
    private static readonly string[] Numbers = ["上年度营业收入", "前年度营业收入", "上年度净利润", "净利润率", "营业收入增长率", "发明专利数", "数字化等级", "市场占有率", "成立年限", "评审_p1"];

    private readonly Random random = new(seed);

    /// <summary>The decision models made so far, by the id of their scheme.</summary>
    public Dictionary<string, string> Texts { get; } = [];

    public Scheme Scheme(int number)
    {
        var models = new Models();
        var gates = new List<string>();
        for (var i = 0; i < random.Next(1, 5); i++)
        {
            models.Condition($"g{i}", random.Next(8) == 0 ? RandomRules.Condition(random, 3) : Condition(2));
            gates.Add($"g{i}");
        }

        if (random.Next(2) == 0) gates.Add(Score(models));
        var word = random.Next(4) == 0 ? " or " : " and ";
        models.Condition("结论", random.Next(8) == 0 ? $"not({string.Join(word, gates)})" : string.Join(word, gates), "conclusion");
        Texts[$"s{number}"] = models.Text_;
        return models.Scheme_($"s{number}");
    }

    /// <summary>A table of subjects, most facts filed, one in ten missing; some filed at an odd period or by hand.</summary>
    public FactTable Table(int rows)
    {
        var subjects = Enumerable.Range(0, rows).Select(row => (long)row + 1).ToList();
        var builder = new FactTableBuilder(Samples.Catalogue, subjects);
        foreach (var subject in subjects)
        {
            foreach (var definition in Samples.Catalogue.All)
            {
                if (definition.Origin is FactOrigin.View or FactOrigin.TitleHeld) continue;
                if (definition.Origin is FactOrigin.Derived or FactOrigin.SchemeResult && random.Next(12) > 0) continue;
                int[] years = definition.Origin is FactOrigin.Filed { PerYear: true } ? [Samples.On.Year - 2, Samples.On.Year - 1, Samples.On.Year] : [definition.PeriodOn(Samples.On).Year];
                foreach (var year in years.Where(_ => random.Next(8) > 0))
                {
                    builder.Begin(subject, new Period(year));
                    builder.Set(definition.Number, Value(definition));
                }
            }
        }

        return builder.Build();
    }

    public int Next(int end) => random.Next(end);

    public int Next(int start, int end) => random.Next(start, end);

    public static IEnumerable<TitleGrant> Titles(int row) => row % 3 == 0
        ? [new TitleGrant("low", "", new DateOnly(2024, 1, 1), row % 2 == 0 ? new DateOnly(2025, 1, 1) : null, FilingRef.Assumed, Samples.Learned)]
        : [];

    public FeelValue Value(FactDefinition definition) => definition.Type switch
    {
        FactType.Boolean => random.Next(2) == 0,
        FactType.Text when definition.Choices.Count > 0 => Roles[random.Next(Roles.Length)],
        FactType.Text => random.Next(5) == 0 ? "别处" : Regions[random.Next(Regions.Length)],
        FactType.Date => FeelValue.From(new DateOnly(2026 - random.Next(8), 5, 18 + random.Next(5))),
        FactType.Integer => FeelValue.From(Math.Max(0, Math.Floor(Near()))),
        _ => FeelValue.From(definition.Domain.Length > 0 ? Math.Max(0, Near()) : Near()),
    };

    private decimal Near()
    {
        var mark = Marks[random.Next(Marks.Length)];
        return random.Next(6) switch { 0 => mark - 0.0001m, 1 => mark + 0.0001m, 2 => mark - 0.00000001m, 3 => mark + 1, _ => mark };
    }

    private string Condition(int depth)
    {
        if (depth == 0 || random.Next(4) == 0) return Test();
        return random.Next(6) switch
        {
            0 or 1 => $"({Condition(depth - 1)} and {Condition(depth - 1)})",
            2 or 3 => $"({Condition(depth - 1)} or {Condition(depth - 1)})",
            4 => $"not({Condition(depth - 1)})",
            _ => $"(if {Condition(depth - 1)} then {Condition(depth - 1)} else {Condition(depth - 1)})",
        };
    }

    private string Test() => random.Next(14) switch
    {
        0 => "已上市",
        1 => "评审_r1",
        2 => "持有低级称号",
        3 => "符合中小企业划型",
        4 => $"产业链角色 in (\"gap\", \"{Roles[random.Next(3)]}\")",
        5 => $"产业链角色 != \"{Roles[random.Next(3)]}\"",
        6 => $"not(所在地 in (\"张店\", \"{Regions[random.Next(4)]}\"))",
        7 => $"所在地 = \"{Regions[random.Next(4)]}\"",
        8 => $"成立日期 <= date(\"{2020 + random.Next(6)}-05-20\")",
        9 => $"成立日期 {Operator()} 申请日期 - duration(\"P{random.Next(1, 6)}Y\")",
        10 => $"({Number()} between {Mark()} and {Mark()})",
        11 => $"{Number()} in [{Mark()}..{Mark()})",
        12 => $"{Mark()} {Operator()} {Number()}",
        _ => $"{Number()} {Operator()} {Mark()}",
    };

    private string Score(Models models)
    {
        var count = random.Next(2, 5);
        var names = Enumerable.Range(0, count).Select(i => $"i{i}").ToList();
        foreach (var name in names) Indicator(models, name);
        models.Points("总分", random.Next(2) == 0 ? $"sum([{string.Join(", ", names)}])" : $"sum([min([{random.Next(3, 9)}, sum([i0, i1])]), max([{string.Join(", ", names)}])])", "total");
        models.Condition("及格", $"总分 {(random.Next(3) == 0 ? ">" : ">=")} {random.Next(2, 20)}", "pass");
        return "及格";
    }

    private void Indicator(Models models, string name)
    {
        var number = Number();
        switch (random.Next(8))
        {
            case 0:
                models.Points(name, $"min([5, floor({number} / 2)])");
                break;
            case 1:
                models.Points(name, $"if {Condition(1)} then {random.Next(6)} else {random.Next(6)}");
                break;
            case 2:
                models.Table(name, "FIRST", ["产业链角色"], ["\"gap\" | 5", "\"key\" | 3", "- | 1"]);
                break;
            case 3:
                models.Table(name, "UNIQUE", ["已上市"], ["true | 4", "false | 1.5"]);
                break;
            case 4:
                models.Table(name, "UNIQUE", [number], ["< 1 | 9", "[1..2) | 6", "[2..10] | 4", "> 10 | 0"]);
                break;
            case 5:
                // Whole and bounded by the domain; a value filed beyond the domain has no code, and its row is for the scalar evaluator.
                models.Points(name, "floor(市场占有率 / 2)");
                break;
            case 6:
                models.Table(name, "FIRST", [number], [">= 20 | 3", "= 2 | 8", ">= 0 | 2", "- | 5"]);
                break;
            default:
                models.Table(name, "UNIQUE", [number], [">= 60 | 10", "[20..60) | 7.5", "[2..20) | 5", "[0..2) | 2", "< 0 | 0"]);
                break;
        }
    }

    private string Number() => Numbers[random.Next(Numbers.Length)];

    private string Mark() => Marks[random.Next(Marks.Length)].ToString(CultureInfo.InvariantCulture);

    private string Operator() => random.Next(7) switch { 0 => "<", 1 => "<=", 2 => ">", 3 => "=", 4 => "!=", _ => ">=" };
}
