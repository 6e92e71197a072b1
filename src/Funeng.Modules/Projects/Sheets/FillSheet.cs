using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Registry;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Sheets;

/// <summary>One line as typed, in the order of the form's items.</summary>
public sealed record TypedLine(string Score, string Target, string Note);

/// <summary>A sheet as typed.</summary>
public sealed record TypedSheet(string Code, string Form, string On, string Again, string Note, string FormKey, IReadOnlyList<TypedLine> Lines);

/// <summary>Keeps a sheet about an enterprise. Every item is scored: one that nobody looked at is no zero, and a sheet with a hole compares with nothing.</summary>
public sealed class FillSheet(FunengDb db, SheetForms forms, OrganizationDirectory organizations, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city, TimeProvider clock)
{
    public const int LongestNote = 200;

    private const int OldestDays = 370, FurthestDays = 740;

    /// <returns>What is wrong; null when there is no such enterprise or form for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(TypedSheet typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.EditEnterprise) || forms.Find(typed.Form) is not { } form || await organizations.FindAsync(user.EnterpriseScope, typed.Code, cancellation) is not { } enterprise) return null;
        var problems = new List<Problem>();
        var today = city.Today(clock);
        var on = Day(typed.On, "On", today.AddDays(-OldestDays), today, problems);
        var again = form.HasAgain && typed.Again.Trim().Length > 0 ? Day(typed.Again, "Again", (on ?? today).AddDays(1), today.AddDays(FurthestDays), problems) : null;
        if (typed.Note.Trim().Length > LongestNote) problems.Add(new("Note", $"总的意见最多 {LongestNote} 个字。"));
        var id = ids.Next();
        var lines = form.Items.Select((item, line) => Read(id, form, item, line, line < typed.Lines.Count ? typed.Lines[line] : new TypedLine("", "", ""), problems)).ToList();
        if (problems.Count > 0) return problems;
        db.Add(new EnterpriseSheet
        {
            Id = id, Enterprise = enterprise.Id, Form = form.Id, OnDay = on!.Value, AgainOn = again, Note = typed.Note.Trim(), Who = user.Name, At = clock.GetUtcNow(), FormKey = typed.FormKey, IsSynthetic = enterprise.IsSynthetic,
        });
        db.AddRange(lines);
        audit.Record($"填写{form.Name}", $"enterprise:{enterprise.Code}", typed.Note.Trim(), null, new { On = on, Score = lines.Sum(line => line.Score), form.Most, Again = again });
        try
        {
            await db.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            // The same form was sent before: it is kept.
            db.ChangeTracker.Clear();
        }

        return [];
    }

    private EnterpriseSheetLine Read(long sheet, SheetForm form, SheetItem item, int line, TypedLine typed, List<Problem> problems)
    {
        var target = form.HasTarget ? Points(typed.Target, $"T{line.ToString(CultureInfo.InvariantCulture)}", $"{item.Name}的目标", item, problems) : null;
        var score = Points(typed.Score, $"S{line.ToString(CultureInfo.InvariantCulture)}", item.Name, item, problems);
        if (typed.Note.Trim().Length > LongestNote) problems.Add(new($"N{line.ToString(CultureInfo.InvariantCulture)}", $"{item.Name}的说明最多 {LongestNote} 个字。"));
        return new EnterpriseSheetLine { Id = ids.Next(), Sheet = sheet, Position = line, Item = item.Name, Most = item.Most, Score = score ?? 0, Target = target, Note = typed.Note.Trim() };
    }

    private static int? Points(string text, string field, string label, SheetItem item, List<Problem> problems)
    {
        if (int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var points) && points <= item.Most) return points;
        problems.Add(new(field, text.Trim().Length == 0 ? $"{label}没有打分。" : $"{label}应是 0 到 {item.Most} 的整数。"));
        return null;
    }

    private static DateOnly? Day(string text, string field, DateOnly first, DateOnly last, List<Problem> problems)
    {
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= first && day <= last) return day;
        problems.Add(new(field, $"日期应在 {Fmt.Date(first)} 到 {Fmt.Date(last)} 之间。"));
        return null;
    }
}
