using Funeng.Engines.Scoring;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Redemption.Applications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Review;

/// <summary>Keeps and reads what closed rounds came to. It does not ask who may: the use case that calls has asked.</summary>
public sealed class ReadScores(FunengDb db, IdSource ids, CurrentUser user, TimeProvider clock)
{
    /// <summary>The result of a closed round in its latest revision, with how many there were; one closed before results were kept is computed.</summary>
    public async Task<(PanelResult Panel, IReadOnlyList<ScorePanel> Revisions)> OfRoundAsync(long round, CancellationToken cancellation)
    {
        var kept = await db.Set<ScorePanel>().AsNoTracking().Where(panel => panel.Round == round).OrderByDescending(panel => panel.Revision).ToListAsync(cancellation);
        return (kept.Count > 0 ? kept[0].Read() : KeepRounds.PanelOf(await RowsAsync(round, cancellation)), kept);
    }

    /// <summary>The corrected scores of applications by their numbers, each from the last closed round it was scored in; who has none is not among them.</summary>
    public async Task<IReadOnlyDictionary<string, decimal>> OfNumbersAsync(IReadOnlyCollection<string> numbers, CancellationToken cancellation)
    {
        if (numbers.Count == 0) return new Dictionary<string, decimal>();
        var rows = await (
            from row in db.Set<ScoreAssignment>()
            join round in db.Set<ScoreRound>() on row.Round equals round.Id
            join application in db.Set<Application>() on row.Application equals application.Id
            where numbers.Contains(application.Number!) && round.State == RoundState.Closed && row.State == AssignmentState.Scored
            select new { application.Number, row.Round, At = row.Number, round.ClosedAt }).Distinct().ToListAsync(cancellation);
        var panels = new Dictionary<long, Dictionary<string, double>>();
        foreach (var round in rows.Select(row => row.Round).Distinct())
            panels[round] = (await OfRoundAsync(round, cancellation)).Panel.Items.ToDictionary(item => item.Item, item => item.Corrected);
        return rows.OrderBy(row => row.ClosedAt).GroupBy(row => row.Number!).Select(group => group.Last())
            .Where(row => panels[row.Round].ContainsKey(KeepRounds.ItemKey(row.At))).ToDictionary(row => row.Number!, row => (decimal)panels[row.Round][KeepRounds.ItemKey(row.At)]);
    }

    /// <summary>Computes a closed round as its scores stand now and adds the next revision of its result to the unit of work.</summary>
    internal async Task KeepAsync(long round, string reason, CancellationToken cancellation)
    {
        var last = await db.Set<ScorePanel>().Where(panel => panel.Round == round).MaxAsync(panel => (int?)panel.Revision, cancellation) ?? 0;
        db.Add(new ScorePanel
        {
            Id = ids.Next(), Round = round, Revision = last + 1, Content = ScorePanel.Pack(KeepRounds.PanelOf(await RowsAsync(round, cancellation))), Reason = reason, Who = user.Signature, At = clock.GetUtcNow(),
        });
    }

    /// <summary>With what is being changed in this unit of work.</summary>
    private async Task<List<ScoreAssignment>> RowsAsync(long round, CancellationToken cancellation) => await db.Set<ScoreAssignment>().Where(row => row.Round == round).ToListAsync(cancellation);
}
