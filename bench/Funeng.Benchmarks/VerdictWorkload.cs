using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Engines.Criteria.Columnar;
using Funeng.Engines.Facts;
using Funeng.Feel.Dmn;
using Funeng.Feel.Values;

namespace Funeng.Benchmarks;

/// <summary>One comparison of a made-up policy; the value of a category fact is a number of its category.</summary>
internal sealed record PolicyTest(int Fact, string Operator, double Value);

/// <summary>A made-up policy: groups of tests joined by "or" that must all hold, and perhaps points by bands of four cuts that must reach 60.</summary>
internal sealed record MadePolicy(IReadOnlyList<PolicyTest[]> Groups, IReadOnlyList<(int Fact, double[] Cuts)> Indicators);

/// <summary>
/// Made-up facts (100: 55 numbers, 20 categories, 12 dates, 13 of yes and no; one in ten missing) and policies over 60 of them, the same for the same
/// seed. The others are there as in any register: whoever reads all facts reads them too.
/// </summary>
internal sealed class VerdictWorkload : IFactRows
{
    public const int Numbers = 40, Categories = 20, CategoryValues = 24;
    private const int OtherNumbers = 15, Dates = 12, Truths = 13;
    public const int PassMark = 60;

    public static readonly int[] BandPoints = [0, 8, 12, 16, 20];

    private static readonly DateOnly Origin = new(2000, 1, 1);
    private static readonly string[] Texts = [.. Enumerable.Range(0, CategoryValues).Select(code => code.ToString(CultureInfo.InvariantCulture))];

    public VerdictWorkload(int rows)
        : this(
            [.. Enumerable.Range(0, Numbers + OtherNumbers).Select(fact => MakeNumbers(fact, rows))],
            [.. Enumerable.Range(0, Categories).Select(fact => MakeCodes(fact, CategoryValues, rows))],
            [.. Enumerable.Range(Categories, Dates).Select(fact => Array.ConvertAll(MakeCodes(fact, 250, rows), code => code == 255 ? int.MinValue : 40 * code))],
            [.. Enumerable.Range(Categories + Dates, Truths).Select(fact => MakeCodes(fact, 2, rows))])
    {
    }

    private VerdictWorkload(double[][] numbers, byte[][] codes, int[][] days, byte[][] truths)
    {
        Rows = numbers[0].Length;
        NumberValues = numbers;
        CategoryCodes = codes;
        DayNumbers = days;
        TruthBytes = truths;
        Catalogue = new FactCatalogue(Enumerable.Range(0, Numbers + Categories + OtherNumbers + Dates + Truths).Select(fact =>
            new FactDefinition(Name(fact), Name(fact), Name(fact), TypeOf(fact), new FactOrigin.Filed(PerYear: false))));
    }

    public FactCatalogue Catalogue { get; }

    public DateOnly On { get; } = new(2026, 1, 1);

    public int Rows { get; }

    public double[][] NumberValues { get; }

    public byte[][] CategoryCodes { get; }

    /// <summary>Days since 2000; <see cref="int.MinValue"/> is missing.</summary>
    public int[][] DayNumbers { get; }

    /// <summary>0, 1, or 255 for missing.</summary>
    public byte[][] TruthBytes { get; }

    public static IReadOnlyList<MadePolicy> Policies(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => MakePolicy(random))];
    }

    /// <summary>The facts of some rows, one beside the other.</summary>
    public VerdictWorkload Of(int[] rows) =>
        new(Some(NumberValues, rows), Some(CategoryCodes, rows), Some(DayNumbers, rows), Some(TruthBytes, rows));

    public IReadOnlyList<PlannedCriterion> Read(IReadOnlyList<MadePolicy> policies) =>
        [.. policies.AsParallel().AsOrdered().Select((policy, index) => new PlannedCriterion(Scheme.Read(DmnModel.Load(Write(policy, $"P{index}")), Catalogue).Scheme!))];

    public FactValues? Find(FactDefinition definition)
    {
        var fact = int.Parse(definition.Key[1..], CultureInfo.InvariantCulture);
        return definition.Type switch
        {
            FactType.Text => FactValues.OfCodes(CategoryCodes[fact - Numbers], Texts),
            FactType.Date => FactValues.OfDays(DayNumbers[fact - Numbers - Categories - OtherNumbers], Origin),
            FactType.Boolean => FactValues.OfTruths(TruthBytes[fact - Numbers - Categories - OtherNumbers - Dates]),
            _ => FactValues.OfDoubles(NumberValues[fact < Numbers ? fact : fact - Categories]),
        };
    }

    /// <summary>The facts of a row that policies look at.</summary>
    public FactView View(int row)
    {
        var facts = new SubjectFacts.Builder(Catalogue);
        for (var fact = 0; fact < Numbers; fact++)
        {
            var value = NumberValues[fact][row];
            if (!double.IsNaN(value)) facts.Assume(Catalogue[fact], FeelValue.From((decimal)value), On);
        }

        for (var fact = 0; fact < Categories; fact++)
        {
            var code = CategoryCodes[fact][row];
            if (code != 255) facts.Assume(Catalogue[Numbers + fact], FeelValue.From(code.ToString(CultureInfo.InvariantCulture)), On);
        }

        return new FactView(facts.Build(), On);
    }

    private static FactType TypeOf(int fact) => fact switch
    {
        < Numbers => FactType.Number,
        < Numbers + Categories => FactType.Text,
        < Numbers + Categories + OtherNumbers => FactType.Number,
        < Numbers + Categories + OtherNumbers + Dates => FactType.Date,
        _ => FactType.Boolean,
    };

    private static T[][] Some<T>(T[][] columns, int[] rows) => [.. columns.Select(values => Array.ConvertAll(rows, row => values[row]))];

    private static string Name(int fact) => "f" + fact.ToString(CultureInfo.InvariantCulture);

    private static double[] MakeNumbers(int fact, int rows)
    {
        var random = new Random(1000 + fact);
        var values = new double[rows];
        for (var row = 0; row < rows; row++) values[row] = random.Next(10) == 0 ? double.NaN : Math.Round(Math.Exp(random.NextDouble() * 9), 2);
        return values;
    }

    private static byte[] MakeCodes(int fact, int values, int rows)
    {
        var random = new Random(2000 + fact);
        var codes = new byte[rows];
        for (var row = 0; row < rows; row++) codes[row] = random.Next(10) == 0 ? (byte)255 : (byte)random.Next(values);
        return codes;
    }

    private static MadePolicy MakePolicy(Random random)
    {
        var groups = Enumerable.Range(0, random.Next(3, 9)).Select(_ => Enumerable.Range(0, random.Next(4) == 0 ? 2 : 1).Select(_ => MakeTest(random)).ToArray()).ToList();
        var indicators = random.Next(5) > 0 ? [] : Enumerable.Range(0, 6).Select(_ => (random.Next(Numbers), MakeCuts(random))).ToList();
        return new MadePolicy(groups, indicators);
    }

    private static PolicyTest MakeTest(Random random) => random.Next(3) == 0
        ? new PolicyTest(Numbers + random.Next(Categories), "!=", random.Next(CategoryValues))
        : new PolicyTest(random.Next(Numbers), random.Next(3) == 0 ? "<" : ">=", Mark(random));

    // Seven of ten thresholds are round ones that many policies share.
    private static double Mark(Random random) => random.Next(10) < 7 ? Math.Pow(2, random.Next(13)) : Math.Round(Math.Exp(random.NextDouble() * 9), 1);

    private static double[] MakeCuts(Random random) => [.. Enumerable.Range(0, 4).Select(band => Math.Pow(4, band + 1) * (1 + random.Next(3)) / 2).Order()];

    private static string Write(MadePolicy policy, string id)
    {
        string[] tests = [.. policy.Groups.Select(group => "(" + string.Join(" or ", group.Select(Write)) + ")")];
        string[] names = [.. policy.Indicators.Select((_, index) => "i" + index.ToString(CultureInfo.InvariantCulture))];
        var condition = string.Join(" and ", names.Length == 0 ? tests : [.. tests, $"sum([{string.Join(", ", names)}]) >= {PassMark}"]);
        var facts = policy.Groups.SelectMany(group => group.Select(test => test.Fact)).Concat(policy.Indicators.Select(indicator => indicator.Fact)).Distinct().ToList();
        return $"""
            <definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" xmlns:fn="urn:funeng:criteria:1" id="{id}" name="{id}" namespace="urn:bench:{id}">
            <extensionElements><fn:scheme version="1" kind="policy"/></extensionElements>
            {string.Concat(facts.Select(fact => $"<inputData id='{Name(fact)}' name='{Name(fact)}'><variable name='{Name(fact)}' typeRef='{(fact < Numbers ? "number" : "string")}'/></inputData>"))}
            {string.Concat(policy.Indicators.Select((indicator, index) => Write(indicator.Fact, indicator.Cuts, names[index])))}
            <decision id="结论" name="结论"><variable name="结论" typeRef="boolean"/>{string.Concat(facts.Select(fact => Required("Input", Name(fact))))}{string.Concat(names.Select(name => Required("Decision", name)))}
            <literalExpression><text>{condition.Replace("<", "&lt;", StringComparison.Ordinal)}</text></literalExpression></decision>
            </definitions>
            """;
    }

    private static string Write(PolicyTest test) => test.Fact < Numbers
        ? string.Create(CultureInfo.InvariantCulture, $"{Name(test.Fact)} {test.Operator} {(decimal)test.Value}")
        : string.Create(CultureInfo.InvariantCulture, $"{Name(test.Fact)} {test.Operator} \"{test.Value}\"");

    private static string Write(int fact, double[] cuts, string name)
    {
        var rows = BandPoints.Select((points, band) => string.Create(
            CultureInfo.InvariantCulture, $"<rule><inputEntry><text>{Band(cuts, band)}</text></inputEntry><outputEntry><text>{points}</text></outputEntry></rule>"));
        return $"<decision id='{name}' name='{name}'><variable name='{name}' typeRef='number'/>{Required("Input", Name(fact))}<decisionTable hitPolicy='UNIQUE'>"
            + $"<input><inputExpression typeRef='number'><text>{Name(fact)}</text></inputExpression></input><output name='points' typeRef='number'/>{string.Concat(rows)}</decisionTable></decision>";
    }

    private static string Band(double[] cuts, int band)
    {
        if (band == 0) return string.Create(CultureInfo.InvariantCulture, $"&lt; {cuts[0]}");
        return band == cuts.Length
            ? string.Create(CultureInfo.InvariantCulture, $">= {cuts[^1]}")
            : string.Create(CultureInfo.InvariantCulture, $"[{cuts[band - 1]}..{cuts[band]})");
    }

    private static string Required(string what, string name) => $"<informationRequirement><required{what} href='#{name}'/></informationRequirement>";
}
