using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Funeng.Engines.Scoring;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Applications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Review;

/// <summary>Every way opening or closing a round can end.</summary>
public abstract record RoundResult
{
    private RoundResult()
    {
    }

    public sealed record Done(ScoreRound Round) : RoundResult;

    public sealed record Refused(string Why) : RoundResult;

    public sealed record NotFound : RoundResult;
}

/// <summary>
/// Rounds of expert review. Who opens one names the experts; whoever works for an applicant, or said he has to do with him, is not given his
/// application. Until a round is closed nobody sees a score but the expert who gave it; afterwards raw and corrected stand side by side.
/// </summary>
public sealed class KeepRounds(
    FunengDb db, ReadApplication read, ReadScores scores, RouteBook routes, ScoreSheets sheets, PolicyBook policies, IdSource ids, NotificationBox box, AuditTrail audit, CurrentUser user, TimeProvider clock)
{
    private const int MostExperts = 30, MostApplications = 500;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.Create(UnicodeRanges.All) };

    /// <summary>The rounds, and the benefits whose applications wait for experts.</summary>
    public async Task<RoundBoard> BoardAsync(CancellationToken cancellation)
    {
        var rounds = await db.Set<ScoreRound>().AsNoTracking().OrderByDescending(round => round.OpenedAt).ToListAsync(cancellation);
        var counts = await db.Set<ScoreAssignment>().AsNoTracking().Where(row => VisibleIds().Contains(row.Application)).GroupBy(row => row.Round)
            .Select(group => new { Round = group.Key, All = group.Count(), Open = group.Count(row => row.State == AssignmentState.Open), Items = group.Select(row => row.Application).Distinct().Count() }).ToListAsync(cancellation);
        var waiting = (await Waiting().AsNoTracking().GroupBy(row => row.Benefit).Select(group => new { group.Key, Count = group.Count() }).ToListAsync(cancellation))
            .Select(group => (Rule: policies.FindBenefit(group.Key), group.Count)).Where(one => one.Rule is not null && sheets.Of(one.Rule.Benefit) is not null).Select(one => new WaitingBenefit(one.Rule!, one.Count)).ToList();
        return new RoundBoard(
            [.. rounds.Where(round => counts.Any(count => count.Round == round.Id)).Select(round => new RoundRow(round, counts.Single(count => count.Round == round.Id).Items, counts.Single(count => count.Round == round.Id).All, counts.Single(count => count.Round == round.Id).Open))],
            waiting, await ExpertsAsync(cancellation), MayOpen);
    }

    public bool MayOpen => routes.Routes.SelectMany(route => route.Steps).Any(step => step.IsScored && step.Roles.Contains(user.Role));

    public async Task<RoundResult> OpenAsync(string benefit, IReadOnlyCollection<long> experts, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReviewApplications) || !MayOpen || policies.FindBenefit(benefit) is not { } rule || sheets.Of(rule.Benefit) is not { } sheet) return new RoundResult.NotFound();
        var chosen = (await ExpertsAsync(cancellation)).Where(expert => experts.Contains(expert.Id)).Take(MostExperts).ToList();
        if (chosen.Count == 0) return new RoundResult.Refused("没有选择专家。");
        var applications = await Waiting().Where(row => row.Benefit == benefit).OrderBy(row => row.Id).Take(MostApplications).ToListAsync(cancellation);
        if (applications.Count == 0) return new RoundResult.Refused("没有等专家评审的申报。");

        var round = new ScoreRound
        {
            Id = ids.Next(), Benefit = benefit, Title = rule.Benefit.Title, Sheet = sheet.Key, SheetContent = JsonSerializer.Serialize(sheet, Json), State = RoundState.Open, Version = 1,
            OpenedAt = clock.GetUtcNow(), OpenedBy = user.Name, IsSynthetic = applications.TrueForAll(row => row.IsSynthetic),
        };
        db.Add(round);
        if (await AssignAsync(round, applications, chosen, cancellation) is { } why) return new RoundResult.Refused(why);
        audit.Record("开始专家评审", $"application-round:{round.Id}", "", null, new { benefit, Applications = applications.Count, Experts = chosen.Select(expert => expert.DisplayName) });
        foreach (var expert in chosen) box.Tell(expert.Id, $"请评审：{round.Title}，{applications.Count} 件", "/scoring");
        // Whoever opened another round of the same at this moment has raised their versions.
        foreach (var application in applications) application.Version++;
        await db.SaveChangesAsync(cancellation);
        return new RoundResult.Done(round);
    }

    /// <summary>No more scores; what was not scored by then needs a reason.</summary>
    public async Task<RoundResult> CloseAsync(long id, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReviewApplications) || !MayOpen || !await Reach(id).AnyAsync(cancellation)) return new RoundResult.NotFound();
        if (await db.Set<ScoreAssignment>().AnyAsync(row => row.Round == id && !VisibleIds().Contains(row.Application), cancellation)) return new RoundResult.Refused("这一轮里有您管辖范围以外的申报，由能看到全部的人结束。");
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = clock.GetUtcNow();
        // Closed first, counted afterwards: a score that is being given waits, or is counted.
        var closed = await db.Set<ScoreRound>().Where(round => round.Id == id && round.State == RoundState.Open)
            .ExecuteUpdateAsync(set => set.SetProperty(round => round.State, RoundState.Closed).SetProperty(round => round.ClosedAt, now).SetProperty(round => round.ClosedBy, user.Name).SetProperty(round => round.Version, round => round.Version + 1), cancellation);
        var open = await db.Set<ScoreAssignment>().CountAsync(row => row.Round == id && row.State == AssignmentState.Open, cancellation);
        var unscored = await db.Set<ScoreAssignment>().Where(row => row.Round == id).GroupBy(row => row.Application).Where(group => group.Count(row => row.State == AssignmentState.Scored) == 0).Select(group => group.Key).CountAsync(cancellation);
        if (closed > 0 && open + unscored > 0 && reason.Trim().Length < 4) return new RoundResult.Refused($"还有 {open} 份评分表没有评完，{unscored} 件申报没有一个分数。提前结束要写明理由。");
        if (closed > 0) audit.Record("结束专家评审", $"application-round:{id}", reason.Trim(), null, new { Open = open, Unscored = unscored });
        if (closed > 0) await scores.KeepAsync(id, "", cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(CancellationToken.None);
        return new RoundResult.Done(await db.Set<ScoreRound>().AsNoTracking().SingleAsync(round => round.Id == id, cancellation));
    }

    /// <summary>A round with its progress; the scores only once it is closed.</summary>
    public async Task<RoundView?> ReadAsync(long id, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReviewApplications) || await db.Set<ScoreRound>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } round) return null;
        var rows = await Reach(id).AsNoTracking().ToListAsync(cancellation);
        if (rows.Count == 0) return null;
        var applications = rows.Select(row => row.Application).Distinct().ToList();
        var enterprises = await (from application in db.Set<Application>() join subject in db.Set<Subject>() on application.Subject equals subject.Id where applications.Contains(application.Id) select new { application.Id, subject.Name, subject.Code })
            .AsNoTracking().ToDictionaryAsync(row => row.Id, row => (row.Name, row.Code), cancellation);
        if (round.State == RoundState.Open) return new RoundView(round, round.ReadSheet(), rows, enterprises, null, []);
        var (panel, revisions) = await scores.OfRoundAsync(id, cancellation);
        return new RoundView(round, round.ReadSheet(), rows, enterprises, Reached(panel, rows), revisions);
    }

    /// <summary>Places are those among all of the round, whoever looks; shown are the ones he may see.</summary>
    private static PanelResult Reached(PanelResult panel, List<ScoreAssignment> reached)
    {
        var (items, experts) = (reached.Select(row => ItemKey(row.Number)).ToHashSet(), reached.Select(ExpertKey).ToHashSet());
        return panel with { Items = [.. panel.Items.Where(item => items.Contains(item.Item))], Reviewers = [.. panel.Reviewers.Where(reviewer => experts.Contains(reviewer.Reviewer))] };
    }

    /// <summary>The round an application was scored in, for whoever decides it; while there is none, the one in which it is with the experts.</summary>
    public async Task<RoundView?> OfAsync(long application, CancellationToken cancellation)
    {
        var round = await (from row in db.Set<ScoreAssignment>()
                           join one in db.Set<ScoreRound>() on row.Round equals one.Id
                           where row.Application == application && (one.State == RoundState.Open || row.State == AssignmentState.Scored)
                           orderby one.State == RoundState.Closed descending, one.OpenedAt descending
                           select (long?)one.Id).FirstOrDefaultAsync(cancellation);
        return round is { } id ? await ReadAsync(id, cancellation) : null;
    }

    internal static PanelResult PanelOf(IEnumerable<ScoreAssignment> rows) => PanelScores.Correct([.. rows.Where(row => row.State == AssignmentState.Scored)
        .Select(row => new GivenScore(ExpertKey(row), ItemKey(row.Number), (double)row.Points.Values.Sum()))]);

    internal static string ItemKey(int number) => number.ToString("000", System.Globalization.CultureInfo.InvariantCulture);

    internal static string ExpertKey(ScoreAssignment row) => row.Expert.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string?> AssignAsync(ScoreRound round, List<Application> applications, List<Account> experts, CancellationToken cancellation)
    {
        var (accounts, subjects) = (experts.Select(expert => expert.Id).ToList(), applications.Select(application => application.Subject).ToList());
        var interests = (await db.Set<ExpertInterest>().AsNoTracking().Where(row => accounts.Contains(row.Account) && subjects.Contains(row.Subject)).ToListAsync(cancellation)).Select(row => (row.Account, row.Subject)).ToHashSet();
        // Numbers say nothing of when somebody applied.
        foreach (var (application, index) in applications.OrderBy(application => (ulong)application.Id * 11400714819323198485UL).Select((application, index) => (application, index)))
        {
            var fit = experts.Where(expert => expert.Organization != application.Subject && !interests.Contains((expert.Id, application.Subject))).ToList();
            if (fit.Count == 0) return $"申报 {application.Number} 的专家全部需要回避，请多选几位专家。";
            db.AddRange(fit.Select(expert => new ScoreAssignment { Id = ids.Next(), Round = round.Id, Application = application.Id, Expert = expert.Id, ExpertName = expert.DisplayName, Number = index + 1, State = AssignmentState.Open, Version = 1 }));
        }

        return null;
    }

    private async Task<List<Account>> ExpertsAsync(CancellationToken cancellation) =>
        [.. (await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Expert).OrderBy(account => account.DisplayName).ToListAsync(cancellation)).Where(account => !account.IsDisabled)];

    private IQueryable<long> VisibleIds() => read.Visible().Select(row => row.Id);

    private IQueryable<ScoreAssignment> Reach(long round) => db.Set<ScoreAssignment>().Where(row => row.Round == round && VisibleIds().Contains(row.Application));

    /// <summary>At a scored step, before no expert now and scored by none.</summary>
    private IQueryable<Application> Waiting()
    {
        IQueryable<long>? ids = null;
        foreach (var route in routes.Routes)
        {
            for (var at = 0; at < route.Steps.Count; at++)
            {
                if (!route.Steps[at].IsScored) continue;
                var (id, step) = (route.Id, at);
                var some = read.Visible().Where(row => row.State == ApplicationState.InReview && row.Route == id && row.Step == step).Select(row => row.Id);
                ids = ids is null ? some : ids.Concat(some);
            }
        }

        return ids is null ? db.Set<Application>().Where(row => false) : db.Set<Application>().Where(row => ids.Contains(row.Id) && !db.Set<ScoreAssignment>().Any(assigned => assigned.Application == row.Id && (assigned.State == AssignmentState.Scored || db.Set<ScoreRound>().Any(round => round.Id == assigned.Round && round.State == RoundState.Open))));
    }
}

public sealed record RoundBoard(IReadOnlyList<RoundRow> Rounds, IReadOnlyList<WaitingBenefit> Waiting, IReadOnlyList<Account> Experts, bool MayOpen);

/// <param name="Sheets">Score sheets altogether.</param>
/// <param name="Open">Those not scored yet.</param>
public sealed record RoundRow(ScoreRound Round, int Applications, int Sheets, int Open);

public sealed record WaitingBenefit(BenefitRule Rule, int Count);

/// <param name="Panel">Raw and corrected as kept; null until the round is closed.</param>
/// <param name="Revisions">The results that were kept, the latest first.</param>
public sealed record RoundView(
    ScoreRound Round, ScoreSheet Sheet, IReadOnlyList<ScoreAssignment> Rows, IReadOnlyDictionary<long, (string Name, string Code)> Enterprises, PanelResult? Panel, IReadOnlyList<ScorePanel> Revisions)
{
    public IEnumerable<(int Number, long Application)> Items => Rows.Select(row => (row.Number, row.Application)).Distinct().OrderBy(item => item.Number);

    public IEnumerable<(string Key, string Name)> Experts => Rows.Select(row => (KeepRounds.ExpertKey(row), row.ExpertName)).Distinct().OrderBy(expert => expert.ExpertName, StringComparer.Ordinal);

    public ScoreAssignment? Find(int number, string expert) => Rows.FirstOrDefault(row => row.Number == number && KeepRounds.ExpertKey(row) == expert);
}
