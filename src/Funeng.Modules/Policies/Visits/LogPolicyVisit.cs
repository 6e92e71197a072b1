using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Visits;

/// <summary>A visit as typed.</summary>
/// <param name="Code">Code or name of the enterprise, or a part of either that means one only.</param>
/// <param name="Clauses">Ids of the clauses that were explained.</param>
public sealed record TypedPolicyVisit(string Policy, string Code, string On, IReadOnlyList<string> Clauses, string Feedback, string Note, string FormKey);

/// <summary>Notes that somebody brought clauses of a policy to an enterprise of his area, and what it said. The same form sent twice is one visit.</summary>
public sealed class LogPolicyVisit(FunengDb db, PolicyBook book, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider time)
{
    public const int LongestNote = 300, MostMatches = 12;

    private const int OldestDays = 90, LongestKey = 64;

    /// <returns>What is wrong, none when it is stored; null where there is no such policy, or not for this user.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(TypedPolicyVisit typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.OpenTasks) || book.Find(typed.Policy) is not { Pattern.Length: 0 } policy) return null;
        var (problems, today, note) = (new List<Problem>(), city.Today(time), typed.Note.Trim());
        var (enterprise, several) = await SeenAsync(typed.Code, cancellation);
        if (enterprise is null) problems.Add(new("Code", typed.Code.Trim().Length == 0 ? "请填企业名称或统一社会信用代码。" : several.Count > 0 ? $"名称或代码含“{typed.Code.Trim()}”的企业不止一家，请在下面选一家。" : $"您的范围里没有“{typed.Code.Trim()}”这家企业，请核对名称或统一社会信用代码。"));
        if (!DateOnly.TryParseExact(typed.On, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) || on > today || on < today.AddDays(-OldestDays)) problems.Add(new("On", $"上门日期应在 {Fmt.Date(today.AddDays(-OldestDays))} 到今天之间。"));
        var clauses = typed.Clauses.Distinct().ToList();
        if (clauses.Count == 0 || !clauses.TrueForAll(id => policy.Clauses.Any(clause => clause.Id == id))) problems.Add(new("Clauses", "请勾选讲了哪几条。"));
        if (!Enum.TryParse<VisitFeedback>(typed.Feedback, out var feedback) || !Enum.IsDefined(feedback)) problems.Add(new("Feedback", "请选企业的反馈。"));
        if (note.Length > LongestNote) problems.Add(new("Note", $"情况有 {note.Length} 个字，最多 {LongestNote} 个。"));
        else if (ChineseText.WithoutStray(note) != note) problems.Add(new("Note", "情况里有看不见的控制字符，请删去后重写。"));
        if (problems.Count > 0) return problems;
        return await StoreAsync(policy, enterprise!, on, clauses, feedback, note, typed.FormKey, cancellation);
    }

    /// <summary>The enterprise of the area of this user that is meant by a code, a name or a part of them; where it may be several, these, and none is taken.</summary>
    public async Task<(Subject? One, IReadOnlyList<Subject> Several)> SeenAsync(string typed, CancellationToken cancellation)
    {
        typed = typed.Trim();
        if (typed.Length == 0) return (null, []);
        var within = user.EnterpriseScope.Filter(db.Set<Subject>().AsNoTracking().Where(one => one.Kind == Subject.Enterprise), one => one.Region, one => one.Zone, one => one.Id);
        if (await within.SingleOrDefaultAsync(one => one.Code == typed, cancellation) is { } exact) return (exact, []);
        // The shortest name first: one that is as typed stands before those that go on.
        var found = await within.Where(one => one.Name.Contains(typed) || one.Code.StartsWith(typed)).OrderBy(one => one.Name.Length).ThenBy(one => one.Name).ThenBy(one => one.Code).Take(MostMatches).ToListAsync(cancellation);
        return found.Count == 1 ? (found[0], []) : found.Where(one => one.Name == typed).ToList() is [var named] ? (named, []) : (null, found);
    }

    private async Task<IReadOnlyList<Problem>> StoreAsync(PolicyDocument policy, Subject enterprise, DateOnly on, List<string> clauses, VisitFeedback feedback, string note, string key, CancellationToken cancellation)
    {
        // A form that has no key of its own, or none of ours, is taken each time it comes.
        if (key.Length is 0 or > LongestKey) key = ids.Next().ToString(CultureInfo.InvariantCulture);
        db.AddRange(clauses.Select(clause => new PolicyVisit
        {
            Id = ids.Next(), Policy = policy.Id, Clause = clause, Subject = enterprise.Id, OnDay = on, Feedback = feedback, Note = note, Visitor = user.Name, Account = user.Id, FormKey = key, At = time.GetUtcNow(),
        }));
        audit.Record("送政策上门", $"policy:{policy.Id}", note, null, new { Enterprise = enterprise.Code, On = on, Clauses = clauses, Feedback = feedback });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // Sent twice: the first one stands. Anything else was not stored, and must be heard of.
            db.ChangeTracker.Clear();
            var stored = await db.Set<PolicyVisit>().Where(row => row.Subject == enterprise.Id && row.FormKey == key).Select(row => row.Clause).ToListAsync(cancellation);
            if (clauses.Except(stored).Any()) return [new Problem("", stored.Count > 0 ? "这张表已经记过一次，这次多勾的几条没有记上。请重新打开本页，再记一次上门。" : "保存时与他人的改动相撞，没有记上，请再提交一次。")];
        }

        return [];
    }
}
