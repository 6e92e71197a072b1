using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>Something somebody says against a line.</summary>
public sealed record TypedObjection(long Award, string Text, string ByWhom, string Contact);

/// <summary>
/// Speaks against a line while it is public, and decides what was said. From the first objection on the line is held: it is approved only after
/// every one was decided, and refused when one was upheld. Any account may object; officials also write down what came by telephone or letter.
/// </summary>
public sealed class Objections(FunengDb db, BatchTurn turn, WholeStep whole, PublicityDays days, TellObjection tell, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    private const int LongestName = 40, MostOfOne = 20, LongestAnswer = 200;

    public async Task<StepResult> RaiseAsync(long batch, TypedObjection typed, CancellationToken cancellation)
    {
        if (!user.IsSignedIn) return new StepResult.NotFound();
        if (Check(typed) is { Count: > 0 } problems) return new StepResult.Refused(problems);
        var today = city.Today(time);
        return await whole.RunAsync(() => KeepAsync(batch, typed, today, cancellation), cancellation, "保存时与他人的改动相撞，请再提交一次。");
    }

    private async Task<StepResult> KeepAsync(long batch, TypedObjection typed, DateOnly today, CancellationToken cancellation)
    {
        // Everybody may speak, also who sees no batch as an official: only that it is public now is asked.
        if (await db.Set<RedemptionBatch>().Where(row => row.Id == batch && row.State == BatchState.Public)
            .ExecuteUpdateAsync(row => row.SetProperty(known => known.Version, known => known.Version + 1), cancellation) == 0
            || await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(row => row.Id == batch, cancellation) is not { } list || !days.IsOpen(list, today))
            return StepResult.Because("公示已经结束，不能再提异议；可以向主管部门反映。");
        if (await db.Set<Award>().SingleOrDefaultAsync(award => award.Id == typed.Award && award.Batch == batch, cancellation) is not { State: AwardState.InPublicity or AwardState.Objected } line)
            return StepResult.Because("名单上没有这一条。", "Award");
        if (await db.Set<Objection>().CountAsync(objection => objection.Batch == batch && objection.Account == user.Id, cancellation) >= MostOfOne)
            return StepResult.Because($"同一账号对一批名单最多提 {MostOfOne} 条异议，请与主管部门联系。");
        var made = new Objection { Id = ids.Next(), Batch = batch, Award = line.Id, Text = typed.Text.Trim(), ByWhom = typed.ByWhom.Trim(), Contact = typed.Contact.Trim(), Account = user.Id, At = time.GetUtcNow() };
        db.Add(made);
        if (line.State == AwardState.InPublicity) await tell.RaisedAsync(list, line, cancellation);
        (line.State, line.Version) = (AwardState.Objected, line.Version + 1);
        audit.Record("提出异议", $"award:{line.Id}", made.Text);
        return new StepResult.Done(1, made.Id);
    }

    /// <param name="isUpheld">True when the line is struck off.</param>
    /// <param name="decision">What the inquiry found, for the file.</param>
    /// <param name="answer">The reason as it is told to both sides and to the public.</param>
    public Task<StepResult> DecideAsync(long batch, long objection, bool isUpheld, string decision, string answer, CancellationToken cancellation) => turn.RunAsync(
        batch, Permission.PrepareRedemption, [BatchState.Public],
        async _ =>
        {
            if (decision.Trim().Length is 0 or > Objection.LongestText) return StepResult.Because($"请写明核查情况，最多 {Objection.LongestText} 个字；只内部留存。", "Decision");
            if (answer.Trim().Length is 0 or > LongestAnswer) return StepResult.Because($"请写明答复的理由，最多 {LongestAnswer} 个字；会告知企业和提出人，并登在公示页上。", "Answer");
            if (await db.Set<Objection>().SingleOrDefaultAsync(row => row.Id == objection && row.Batch == batch, cancellation) is not { } found) return new StepResult.NotFound();
            if (found.IsUpheld is not null) return StepResult.Because("这条异议已经有处理结果了。");
            var line = await db.Set<Award>().SingleAsync(award => award.Id == found.Award, cancellation);
            var others = await db.Set<Objection>().Where(row => row.Award == line.Id && row.Id != objection && row.IsUpheld == null).ToListAsync(cancellation);
            if (Names([found, .. others], answer)) return StepResult.Because("答复会告知企业并登在公示页上，不要写提出人的姓名和联系方式。", "Answer");
            Close(found, isUpheld, decision.Trim(), answer.Trim());
            // A line that is struck off needs no other answer.
            if (isUpheld) others.ForEach(other => Close(other, true, "同一企业的另一条异议成立：" + decision.Trim(), answer.Trim()));
            if (line.State == AwardState.Objected && (isUpheld || others.Count == 0))
                (line.State, line.Reason, line.Version) = isUpheld ? (AwardState.Refused, "异议成立：" + found.Answer, line.Version + 1) : (AwardState.InPublicity, "", line.Version + 1);
            audit.Record(isUpheld ? "异议成立" : "异议不成立", $"award:{line.Id}", found.Decision, new { found.Text }, new { line.State, found.Answer });
            await tell.DecidedAsync(line, isUpheld ? [found, .. others] : [found], isUpheld ? 0 : others.Count, cancellation);
            return new StepResult.Done();
        },
        cancellation);

    private void Close(Objection objection, bool isUpheld, string decision, string answer) =>
        (objection.IsUpheld, objection.Decision, objection.Answer, objection.DecidedBy, objection.DecidedById, objection.DecidedAt) = (isUpheld, decision, answer, user.Name, user.Id, time.GetUtcNow());

    // A single letter is no name that gives anybody away.
    private static bool Names(IEnumerable<Objection> objections, string answer) =>
        objections.SelectMany(objection => new[] { objection.ByWhom, objection.Contact }).Any(one => one.Length > 1 && answer.Contains(one, StringComparison.OrdinalIgnoreCase));

    private static List<Problem> Check(TypedObjection typed)
    {
        var problems = new List<Problem>();
        if (typed.Text.Trim().Length is < 5 or > Objection.LongestText) problems.Add(new("Text", $"请写明异议的内容，5 到 {Objection.LongestText} 个字。"));
        if (typed.ByWhom.Trim().Length is 0 or > LongestName) problems.Add(new("ByWhom", $"请写提出人，最多 {LongestName} 个字。"));
        if (typed.Contact.Trim().Length is 0 or > LongestName) problems.Add(new("Contact", $"请留联系方式，最多 {LongestName} 个字；只有核查的人看得到。"));
        return problems;
    }
}
