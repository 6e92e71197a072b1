using System.Globalization;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Tasks.Absences;

/// <summary>Whoever is away says who does his work meanwhile; the deputy sees and does what is his, and is told what he would be told.</summary>
public sealed class KeepAbsences(FunengDb db, IdSource ids, Callers callers, FindHolders find, HolderNames names, AuditTrail audit, CityProfile city, TimeProvider time)
{
    private const int LongestDays = 366;

    public async Task<AbsenceView> ReadAsync(string? words, CancellationToken cancellation)
    {
        var (me, today) = ((await callers.MeAsync(cancellation)).Person, city.Today(time));
        if (me is not { } self) return new AbsenceView(false, [], []);
        var rows = await db.Set<Absence>().AsNoTracking().Where(row => (row.Person == self || row.Deputy == self) && row.ToOn >= today)
            .OrderBy(row => row.FromOn).ToListAsync(cancellation);
        var known = await names.OfAsync(rows.SelectMany(row => new[] { Holder.Person(row.Person), Holder.Person(row.Deputy) }), today, cancellation);
        var deputies = (await find.PersonsAsync(words, cancellation)).Where(person => person.Holder != Holder.Person(self)).ToList();
        return new AbsenceView(true, [.. rows.Select(row => new AbsenceRow(
            row.Id, row.Person == self, known[Holder.Person(row.Person == self ? row.Deputy : row.Person)].Name, row.FromOn, row.ToOn, row.Reason))], deputies);
    }

    public async Task<IReadOnlyList<Problem>> AddAsync(string deputy, string from, string to, string reason, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if ((await callers.MeAsync(cancellation)).Person is not { } self) return [new("", "您的账号还没有对应到机构里的人员，请联系管理员。")];
        var (begin, end) = (Day(from, "From", problems), Day(to, "To", problems));
        var who = Holder.Parse(deputy) ?? default;
        if (who.Kind != HolderKind.Person || who.Id == self || !await find.IsPersonAsync(who, cancellation))
            problems.Add(new("Deputy", "没有选择代办人。"));
        if (reason.Trim().Length is 0 or > 100) problems.Add(new("Reason", "事由应为 1 到 100 个字。"));
        if (problems.Count > 0) return problems;
        if (end < begin) return [new("To", "结束日早于开始日。")];
        if (end < city.Today(time)) return [new("To", "结束日已经过去。")];
        if (end.DayNumber - begin.DayNumber > LongestDays) return [new("To", $"一次最多 {LongestDays} 天。")];
        var within = await db.Set<Absence>().AsNoTracking().Where(row => (row.Person == self || row.Person == who.Id) && row.FromOn <= end && row.ToOn >= begin).OrderBy(row => row.FromOn).ToListAsync(cancellation);
        if (within.Exists(row => row.Person == self)) return [new("From", "这段时间已经登记过外出。请先撤销原来的登记。")];
        // Whoever goes away later hands on to his own deputy; so nobody is ever the deputy of his deputy.
        if (within is [var away, ..]) return [new("Deputy", $"这位代办人 {Fmt.Date(away.FromOn)} 至 {Fmt.Date(away.ToOn)} 也外出。请另选一人。")];
        db.Add(new Absence { Id = ids.Next(), Person = self, Deputy = who.Id, FromOn = begin, ToOn = end, Reason = reason.Trim() });
        audit.Record("登记外出代办", $"person:{self}", reason, null, new { Deputy = deputy, From = begin, To = end });
        await db.SaveChangesAsync(cancellation);
        return [];
    }

    /// <summary>Ends an absence of one's own: from today on, or altogether when it has not begun.</summary>
    public async Task<bool> EndAsync(long id, CancellationToken cancellation)
    {
        var (self, today) = ((await callers.MeAsync(cancellation)).Person, city.Today(time));
        if (await db.Set<Absence>().SingleOrDefaultAsync(row => row.Id == id && row.Person == self && row.ToOn >= today, cancellation) is not { } found) return false;
        if (found.FromOn >= today) db.Remove(found);
        else found.ToOn = today.AddDays(-1);
        audit.Record("结束外出代办", $"person:{self}", "", new { found.FromOn, found.Deputy });
        await db.SaveChangesAsync(cancellation);
        return true;
    }

    private static DateOnly Day(string text, string field, List<Problem> problems)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 2000 and <= 2060) return day;
        problems.Add(new(field, field == "From" ? "没有填写开始日。" : "没有填写结束日。"));
        return default;
    }
}

/// <param name="IsMine">The user is away; otherwise he stands in.</param>
/// <param name="Other">The deputy, or whom the user stands in for.</param>
public sealed record AbsenceRow(long Id, bool IsMine, string Other, DateOnly From, DateOnly To, string Reason);

/// <param name="IsKnown">The account belongs to a person of the registry.</param>
public sealed record AbsenceView(bool IsKnown, IReadOnlyList<AbsenceRow> Rows, IReadOnlyList<NamedHolder> Deputies);
