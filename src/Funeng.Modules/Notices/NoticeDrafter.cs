using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Engines.Criteria;
using Funeng.Engines.Facts;
using Funeng.Engines.Notices;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Notices;

/// <summary>Turns the text of a notice into a draft rule. A condition that the door of rule packs refuses is no draft: its sentence counts as not modelled.</summary>
public sealed partial class NoticeDrafter
{
    private readonly FactCatalogue catalogue;
    private readonly NoticeReader reader;
    private readonly SchemeCompiler compiler;

    public NoticeDrafter(RuleBook book, NoticeWords words)
    {
        catalogue = book.Catalogue;
        reader = new NoticeReader(catalogue, words);
        compiler = new SchemeCompiler(catalogue, File.ReadAllText(Path.Combine(book.Folder, "units.dmn")));
    }

    /// <summary>The facts a condition may name.</summary>
    public FactCatalogue Catalogue => catalogue;

    public NoticeReading Read(NoticeText text)
    {
        var reading = reader.Read(text);
        var refused = Refused(reading);
        return refused.Count == 0 ? reading : reading with
        {
            Sentences = [.. reading.Sentences.Select((sentence, index) => refused.TryGetValue(index, out var reason)
                ? sentence with { Feel = null, Status = NoticeStatus.NotModelled, Left = [reason] } : sentence)],
        };
    }

    /// <summary>What a sentence gives, as far as it can be computed: an amount that the door of rule packs refuses is none.</summary>
    public NoticeAward? Award(string sentence, int? year) =>
        reader.ReadAward(sentence, year) is { } award ? award.Feel is { } feel && ProblemOf($"({feel}) >= 0") is not null ? award with { Feel = null, Left = "读出的算式不能用" } : award : null;

    /// <summary>What is wrong with a condition that a person wrote; null when it compiles.</summary>
    public string? ProblemOf(string feel) => compiler.Compile(DraftModel.Xml("条件", [(0, feel, "条件", 0)], catalogue)) is { Problems: [var first, ..] } ? first : null;

    /// <summary>Whether a condition that compiles says the same of everybody.</summary>
    public bool NamesNoFact(string feel) => compiler.Compile(DraftModel.Xml("条件", [(0, feel, "条件", 0)], catalogue)) is { Scheme.Facts.Count: 0 };

    /// <summary>Situations just below, on and just above every threshold of a condition, with what the condition then gives.</summary>
    public IReadOnlyList<BoundaryCase> Boundaries(string feel, DateOnly on) =>
        compiler.Compile(DraftModel.Xml("条件", [(0, feel, "条件", 0)], catalogue)) is { Scheme: { } scheme, Problems: [] }
            ? [.. BoundaryCases.Of(scheme, on).Where(item => item.Criterion.Key == "c0")] : [];

    /// <summary>The draft as a decision model, for the rule editor and other tools.</summary>
    public string Model(NoticeReading reading) => DraftModel.Xml(reading.Title ?? "未命名通知", Conditions(reading), catalogue);

    private Dictionary<int, string> Refused(NoticeReading reading)
    {
        var problems = compiler.Compile(Model(reading)).Problems;
        var refused = new Dictionary<int, string>();
        foreach (var problem in problems)
        {
            if (Place().Match(problem) is { Success: true } match) refused.TryAdd(int.Parse(match.Groups["at"].Value, CultureInfo.InvariantCulture), problem);
        }

        return refused;
    }

    private static List<(int Position, string Feel, string Clause, int Group)> Conditions(NoticeReading reading) =>
        [.. reading.Sentences.Select((sentence, index) => (index, sentence.Feel ?? "", sentence.Text, sentence.Group)).Where(item => item.Item2.Length > 0)];

    [GeneratedRegex("(?:^|')c(?<at>\\d+)(?:'|:)")]
    private static partial Regex Place();
}
