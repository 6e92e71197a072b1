using System.Globalization;
using System.Text.Json;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Applications;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Review;

/// <summary>Every way a scoring can end.</summary>
public abstract record ScoreResult
{
    private ScoreResult()
    {
    }

    public sealed record Given : ScoreResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : ScoreResult;

    /// <summary>It was scored, excused or closed before; nothing was changed.</summary>
    public sealed record Over(string Why) : ScoreResult;

    public sealed record NotFound : ScoreResult;
}

/// <summary>
/// An expert's desk. He sees what he was given, without whose it is and without anybody else's scores; what he gives is given once and kept as it is.
/// </summary>
public sealed class GiveScores(FunengDb db, ReadApplication read, ReadScores scores, AuditTrail audit, CurrentUser user, TimeProvider clock)
{
    private const int LongestNote = 1000;

    public async Task<IReadOnlyList<ScoreDesk>> ListAsync(CancellationToken cancellation) =>
        [.. (await (from row in Own() join round in db.Set<ScoreRound>() on row.Round equals round.Id orderby round.OpenedAt descending, row.Number select new { row, round }).AsNoTracking().ToListAsync(cancellation))
            .Select(one => new ScoreDesk(one.round, one.row))];

    public async Task<BlindView?> ReadAsync(long id, CancellationToken cancellation)
    {
        if (await Own().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } row) return null;
        var round = await db.Set<ScoreRound>().AsNoTracking().SingleAsync(one => one.Id == row.Round, cancellation);
        var application = await db.Set<Application>().AsNoTracking().SingleAsync(one => one.Id == row.Application, cancellation);
        if (await read.OfAsync(application, cancellation) is not { } view) return null;
        // Names, addresses, people and papers would say whose it is.
        var fields = view.Fields.Where(field => field.Field.Kind is FieldKind.Fact or FieldKind.Conclusion || field.Field.Asked is { Kind: AskedKind.LongText })
            .Select(field => new BlindField(field.Field.Label, Without(field.Shown, view))).ToList();
        return new BlindView(round, round.ReadSheet(), row, fields);
    }

    public async Task<ScoreResult> RunAsync(long id, IReadOnlyDictionary<string, string> typed, string note, CancellationToken cancellation)
    {
        if (await FindOpenAsync(id, cancellation) is not ({ } row, { } sheet, var over)) return new ScoreResult.NotFound();
        if (over is not null) return new ScoreResult.Over(over);
        var (points, problems) = Read(sheet, typed);
        if (note.Trim().Length > LongestNote) problems.Add(new Problem("Note", $"意见有 {note.Trim().Length} 个字，最多 {LongestNote} 个。"));
        if (problems.Count > 0) return new ScoreResult.Refused(problems);
        (row.State, row.Scores, row.Note) = (AssignmentState.Scored, JsonSerializer.Serialize(points), note.Trim());
        return await SaveAsync(row, "专家评分", cancellation);
    }

    /// <summary>He has to do with it after all: he stands aside, and says why.</summary>
    public async Task<ScoreResult> ExcuseAsync(long id, string reason, CancellationToken cancellation)
    {
        if (await FindOpenAsync(id, cancellation) is not ({ } row, _, var over)) return new ScoreResult.NotFound();
        if (over is not null) return new ScoreResult.Over(over);
        if (reason.Trim().Length is < 4 or > 200) return new ScoreResult.Refused([new Problem("Reason", "请用 4 到 200 个字写明为什么要回避。")]);
        (row.State, row.Note) = (AssignmentState.Excused, reason.Trim());
        return await SaveAsync(row, "专家回避", cancellation);
    }

    /// <summary>
    /// Says that he has to do with an enterprise: none of its applications is given to him, what lies before him is taken from him, and what he gave
    /// already counts no more: a closed round is computed once more without it.
    /// </summary>
    public async Task<string?> DeclareAsync(string code, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ScoreApplications) || user.Id is not { } account) return "这个账号不是专家。";
        if (reason.Trim().Length is < 2 or > 200) return "请写明是什么关系（2 到 200 个字）。";
        var subject = await db.Set<Subject>().AsNoTracking().Where(one => one.Kind == Subject.Enterprise && (one.Code == code.Trim() || one.Name == code.Trim())).Select(one => (long?)one.Id).FirstOrDefaultAsync(cancellation);
        if (subject is not { } id) return "没有这家企业。请填统一社会信用代码或企业全称。";
        if (await db.Set<ExpertInterest>().AnyAsync(row => row.Account == account && row.Subject == id, cancellation)) return null;
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await StandAsideAsync(account, id, reason.Trim(), cancellation);
            db.Add(new ExpertInterest { Account = account, Subject = id, Reason = reason.Trim(), At = clock.GetUtcNow() });
            audit.Record("申报回避单位", $"account:{account}", reason.Trim(), null, new { Enterprise = code.Trim() });
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(CancellationToken.None);
            return null;
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return "保存时与别的操作相撞，请再点一次。";
        }
    }

    private async Task StandAsideAsync(long account, long subject, string reason, CancellationToken cancellation)
    {
        var mine = from row in db.Set<ScoreAssignment>() join application in db.Set<Application>() on row.Application equals application.Id where row.Expert == account && application.Subject == subject select row;
        var rounds = await mine.Select(row => row.Round).Distinct().ToListAsync(cancellation);
        // A round that is being scored or closed at this moment waits, or is seen as it became.
        await db.Set<ScoreRound>().Where(round => rounds.Contains(round.Id)).ExecuteUpdateAsync(set => set.SetProperty(round => round.Version, round => round.Version), cancellation);
        var closed = await db.Set<ScoreRound>().AsNoTracking().Where(round => rounds.Contains(round.Id) && round.State == RoundState.Closed).Select(round => round.Id).ToListAsync(cancellation);
        var again = new HashSet<long>();
        foreach (var row in await mine.Where(row => row.State != AssignmentState.Excused).ToListAsync(cancellation))
        {
            if (row.State == AssignmentState.Scored && closed.Contains(row.Round)) again.Add(row.Round);
            (row.State, row.Note, row.DoneAt) = (AssignmentState.Excused, "已申报回避：" + reason, clock.GetUtcNow());
            row.Version++;
        }

        foreach (var round in again) await scores.KeepAsync(round, $"{user.Name} 申报回避，他给这一家的分不再计入", cancellation);
    }

    public async Task<IReadOnlyList<(string Name, string Reason)>> InterestsAsync(CancellationToken cancellation) =>
        [.. (await (from row in db.Set<ExpertInterest>() join subject in db.Set<Subject>() on row.Subject equals subject.Id where row.Account == user.Id orderby subject.Name select new { subject.Name, row.Reason }).AsNoTracking().ToListAsync(cancellation)).Select(row => (row.Name, row.Reason))];

    private IQueryable<ScoreAssignment> Own() => db.Set<ScoreAssignment>().Where(row => user.Has(Permission.ScoreApplications) && row.Expert == user.Id);

    private async Task<(ScoreAssignment? Row, ScoreSheet? Sheet, string? Over)> FindOpenAsync(long id, CancellationToken cancellation)
    {
        if (await Own().SingleOrDefaultAsync(row => row.Id == id, cancellation) is not { } row) return default;
        var round = await db.Set<ScoreRound>().AsNoTracking().SingleAsync(one => one.Id == row.Round, cancellation);
        if (await db.Set<Application>().AnyAsync(one => one.Id == row.Application && (one.Subject == user.Scope.Organization || db.Set<ExpertInterest>().Any(interest => interest.Account == user.Id && interest.Subject == one.Subject)), cancellation))
            return (row, round.ReadSheet(), "这一份要回避，不能打分。");
        return (row, round.ReadSheet(), row.State != AssignmentState.Open ? $"这一份{row.State.DisplayName()}，不能再改。" : round.State == RoundState.Closed ? "这一轮评审已经结束。" : null);
    }

    private async Task<ScoreResult> SaveAsync(ScoreAssignment row, string action, CancellationToken cancellation)
    {
        row.Version++;
        row.DoneAt = clock.GetUtcNow();
        // What he gave stands in the round, for those who may see it once it is closed; the audit says that he did.
        audit.Record(action, $"application-round:{row.Round}", row.State == AssignmentState.Excused ? row.Note : "", null, new { row.Number });
        try
        {
            // Whoever closes the round at this moment waits, or has closed it: no score enters what was published.
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            if (await db.Set<ScoreRound>().Where(round => round.Id == row.Round && round.State == RoundState.Open).ExecuteUpdateAsync(set => set.SetProperty(round => round.Version, round => round.Version), cancellation) == 0)
                return new ScoreResult.Over("这一轮评审已经结束。");
            await db.SaveChangesAsync(cancellation);
            await transaction.CommitAsync(CancellationToken.None);
            return new ScoreResult.Given();
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return new ScoreResult.Over("这一份刚刚已经交过。");
        }
    }

    private static (Dictionary<string, decimal> Points, List<Problem> Problems) Read(ScoreSheet sheet, IReadOnlyDictionary<string, string> typed)
    {
        var (points, problems) = (new Dictionary<string, decimal>(), new List<Problem>());
        foreach (var item in sheet.Items)
        {
            var text = typed.GetValueOrDefault(item.Id, "").Trim();
            if (text.Length == 0) problems.Add(new Problem(item.Id, $"{item.Label}：没有打分。0 分也请填 0。"));
            else if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) || value < 0 || value > item.Max || decimal.Round(value, 1) != value)
                problems.Add(new Problem(item.Id, $"{item.Label}：应在 0 到 {item.Max:0.#} 之间，最多一位小数，现在是“{(text.Length > 20 ? text[..20] : text)}”。"));
            else points[item.Id] = value;
        }

        return (points, problems);
    }

    private static string Without(string text, ApplicationView view) => text.Replace(view.Enterprise.Name, "本企业", StringComparison.Ordinal).Replace(view.Enterprise.Code, "（略）", StringComparison.Ordinal);
}

public sealed record ScoreDesk(ScoreRound Round, ScoreAssignment Row);

public sealed record BlindField(string Label, string Shown);

public sealed record BlindView(ScoreRound Round, ScoreSheet Sheet, ScoreAssignment Row, IReadOnlyList<BlindField> Fields);
