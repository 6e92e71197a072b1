using System.Text.RegularExpressions;
using Funeng.Engines.Facts;

namespace Funeng.Engines.Notices;

/// <summary>The words by which notices speak of the catalogue's facts: data, kept under <c>rules/</c>.</summary>
/// <param name="Metrics">Words for quantities.</param>
/// <param name="Phrases">Phrases that are a condition by themselves.</param>
/// <param name="Kinds">Titles, industries and sizes an enterprise may have.</param>
public sealed partial record NoticeWords(IReadOnlyList<MetricWords> Metrics, IReadOnlyList<PhraseWords> Phrases, IReadOnlyList<KindWords> Kinds)
{
    /// <summary>Words for what happened on a day that the catalogue knows.</summary>
    public IReadOnlyList<DateWords> Dates { get; init; } = [];

    /// <summary>Patterns of what looks like one of the other words and is something else, of which the catalogue has no fact.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    private static readonly HashSet<string> Outside = ["申请日期", "万元", "亿元"];

    // A draft that names what the catalogue lacks is refused as a whole, with all else its sentence states.
    internal NoticeWords KnownTo(FactCatalogue catalogue) => this with
    {
        Phrases = [.. Phrases.Where(phrase => IsKnown(phrase.Feel, catalogue))],
        Kinds = [.. Kinds.Where(kind => IsKnown(kind.Feel, catalogue))],
        Dates = [.. Dates.Where(date => catalogue.FindByName(date.Fact) is not null)],
    };

    private static bool IsKnown(string feel, FactCatalogue catalogue) =>
        Name().Matches(Quoted().Replace(feel, "")).All(name => Outside.Contains(name.Value) || catalogue.FindByName(name.Value) is not null);

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Za-z0-9_]*\\p{IsCJKUnifiedIdeographs}[\\p{L}\\p{N}_]*")]
    private static partial Regex Name();
}

/// <summary>How notices name a quantity.</summary>
/// <param name="Base">Name of the quantity without its year: 营业收入 for 上年度营业收入 and 近两年营业收入平均.</param>
/// <param name="Patterns">Regular expressions without look-around.</param>
/// <param name="Windows">Facts for a stretch of years that the catalogue names differently; the key is a number of years.</param>
/// <param name="Follows">Name of the quantity named before, where the patterns are short for one of its shares: 占比. Empty for none.</param>
public sealed record MetricWords(string Base, IReadOnlyList<string> Patterns, IReadOnlyDictionary<int, string> Windows, string Follows = "");

/// <summary>What happened on a day: 成立, 升规, 上市.</summary>
/// <param name="Fact">Name of the fact that holds the day.</param>
/// <param name="Patterns">Regular expressions without look-around.</param>
public sealed record DateWords(string Fact, IReadOnlyList<string> Patterns);

/// <summary>A phrase that is a condition by itself: 未列入严重违法失信名单.</summary>
/// <param name="Feel">The condition.</param>
/// <param name="Patterns">Regular expressions of the whole phrase, without look-around.</param>
/// <param name="Events">What must not have happened: 重大安全事故. It counts behind a negation, or where the sentence shuts out those to whom it happened.</param>
/// <param name="Years">The stretch of years the condition speaks of; 0 for any.</param>
public sealed record PhraseWords(string Feel, IReadOnlyList<string> Patterns, IReadOnlyList<string> Events, int Years);

/// <summary>A title, industry or size: 高新技术企业, 制造业.</summary>
/// <param name="Feel">The condition that an enterprise is of the kind.</param>
/// <param name="Patterns">Regular expressions without look-around.</param>
/// <param name="IsTitle">True where the kind is conferred, so that 获得 and 认定 speak of it; false for what an enterprise is by its business.</param>
/// <param name="IsSize">True where the words name the enterprise itself (中小企业), so that no 企业 follows.</param>
public sealed record KindWords(string Feel, IReadOnlyList<string> Patterns, bool IsTitle, bool IsSize = false);
