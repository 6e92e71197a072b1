using Funeng.Feel.Values;
using Funeng.Modules.Facts;

namespace Funeng.Modules.Redemption.Aftercare;

/// <summary>A number that was held to be true at some time.</summary>
internal sealed record HeldFigure(long Filing, decimal Value, DateTimeOffset LearnedAt);

/// <summary>
/// What was ever held of a number: of each source its latest word, of all sources the most trusted one, as it was at each moment. A later and lower
/// figure leaves the earlier one as it was. What was wrong is withdrawn, taken back or put right by its source, and then was never held: a figure is read once a
/// month at most, so a second word of the same source in the same month is no fall but the right figure for a wrong one.
/// </summary>
internal static class HeldFigures
{
    /// <summary>The first first; each once.</summary>
    /// <param name="history">Everything ever said of the subject, newest first.</param>
    /// <param name="key">Of a fact that is a state.</param>
    /// <param name="local">A moment on the clock of the city.</param>
    public static IReadOnlyList<HeldFigure> Of(IEnumerable<FactEntry> history, string key, Func<DateTimeOffset, DateTimeOffset> local)
    {
        var (said, held) = (new Dictionary<string, FactEntry>(), new List<HeldFigure>());
        foreach (var entry in history.Reverse().Where(entry => entry.Key == key && entry.Standing != EntryStanding.Withdrawn))
        {
            if (said.TryGetValue(entry.Source.Id, out var before) && (entry.Value.IsNull || IsOfOneMonth(local(before.LearnedAt), local(entry.LearnedAt)))) held.RemoveAll(figure => figure.Filing == before.Filing);
            said[entry.Source.Id] = entry;
            if (Best(said.Values) is { } best && held.TrueForAll(figure => figure.Filing != best.Filing)) held.Add(best);
        }

        return held;
    }

    private static bool IsOfOneMonth(DateTimeOffset one, DateTimeOffset other) => (one.Year, one.Month) == (other.Year, other.Month);

    public static decimal? Number(FeelValue? value) => value is { Kind: FeelKind.Number } known && known.AsNumber().TryToDecimal(out var number) ? number : null;

    private static HeldFigure? Best(IEnumerable<FactEntry> said) => said.Where(entry => !entry.Value.IsNull)
        .OrderBy(entry => entry.Source.Rank).ThenByDescending(entry => entry.LearnedAt).ThenByDescending(entry => entry.Filing)
        .Select(entry => Number(entry.Value) is { } number ? new HeldFigure(entry.Filing, number, entry.LearnedAt) : null).FirstOrDefault();
}
