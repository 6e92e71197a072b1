using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Factors;

/// <summary>One factor of a project as typed.</summary>
public sealed record TypedNeed(Factor Factor, string Needed, string Promised, string Delivered, string Due, string Note);

/// <summary>
/// Writes down what a project needs, was promised and has got, and what a district has. Whoever reports says what is needed; promises are the office's. A promise beyond
/// the quota is taken down and shown as such: it was made, and hiding it helps nobody.
/// </summary>
public sealed class KeepFactors(FunengDb db, ProjectDirectory projects, FactorBook book, IdSource ids, AuditTrail audit, CurrentUser user)
{
    private const decimal Largest = 1_000_000_000m;

    private const int LongestNote = 100;

    public async Task<IReadOnlyList<FactorNeed>?> ReadAsync(string code, int year, CancellationToken cancellation) => await projects.FindAsync(user, code, cancellation) is { } project
        ? await db.Set<FactorNeed>().AsNoTracking().Where(row => row.Project == project.Id && row.Year == year).ToListAsync(cancellation) : null;

    /// <returns>What is wrong; null when there is no such project for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> SetAsync(string code, int year, long version, IReadOnlyList<TypedNeed> typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReportProgress) || await projects.FindAsync(user, code, cancellation) is not { } project) return null;
        if (!book.IsOpen(year)) return [new("", $"{year} 年的要素台账已经封存，只能查看。")];
        var present = await db.Set<FactorNeed>().Where(row => row.Project == project.Id && row.Year == year).ToDictionaryAsync(row => row.Factor, cancellation);
        if (version != VersionOf(present.Values)) return [new("", $"要素台账刚被他人改过，现在是：{Words(present.Values)}。您填的还在表里；看过后再保存，就以您填的为准。")];
        var problems = new List<Problem>();
        foreach (var line in typed) Set(project, present, line, year, problems);
        if (problems.Count > 0)
        {
            db.ChangeTracker.Clear();
            return problems;
        }

        audit.Record("更新要素需求", $"project:{project.Code}", string.Join("；", typed.Where(line => line.Needed.Length > 0).Select(line => $"{line.Factor.DisplayName()}需要{line.Needed}、承诺{line.Promised}、到位{line.Delivered}")));
        return await SaveAsync(cancellation);
    }

    /// <param name="replaces">The <see cref="FactorStock.Stamp"/> that was shown and is replaced; empty for none.</param>
    /// <returns>What is wrong; null when this account keeps no quotas of the district.</returns>
    public async Task<IReadOnlyList<Problem>?> SetStockAsync(int year, string region, string factor, string amount, string note, string replaces, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageProjects) || book.Counties.All(county => county.Code != region)) return null;
        var problems = new List<Problem>();
        if (!Enum.TryParse<Factor>(factor, out var of) || !FactorUnits.Scarce.Contains(of)) problems.Add(new("Factor", "没有选择要素。"));
        var number = Amount(amount, "Amount", "指标总量", problems);
        if (number is null && problems.Count == 0) problems.Add(new("Amount", "没有填指标总量。没有指标请填 0。"));
        if (note.Trim().Length is < 2 or > LongestNote) problems.Add(new("Note", $"请写明依据的文件或批次，2 到 {LongestNote} 个字。"));
        if (!book.IsOpen(year)) problems.Add(new("", $"{year} 年的指标已经封存，只能查看。"));
        if (problems.Count > 0) return problems;
        var row = await db.Set<FactorStock>().SingleOrDefaultAsync(stock => stock.Region == region && stock.Factor == of && stock.Year == year, cancellation);
        if (row is not null && row.Stamp != replaces)
            return [new("Amount", $"{year} 年{of.DisplayName()}已经录入 {row.Amount:0.##} {of.Unit()}（{row.Note}，{row.Who}）。要改成 {number:0.##}，请再按一次录入。")];
        audit.Record("更新要素指标", $"factor-stock:{region}", $"{year} 年{of.DisplayName()} {number}{of.Unit()}：{note.Trim()}", row is null ? null : new { row.Amount }, new { Amount = number });
        if (row is null) db.Add(row = new FactorStock { Id = ids.Next(), Region = region, Factor = of, Year = year, Amount = 0, Note = "", Who = "" });
        (row.Amount, row.Note, row.Who, row.Version) = (number!.Value, note.Trim(), user.Name, row.Version + 1);
        return await SaveAsync(cancellation);
    }

    public static long VersionOf(IEnumerable<FactorNeed> rows) => rows.Sum(row => row.Version);

    private void Set(Project project, Dictionary<Factor, FactorNeed> present, TypedNeed line, int year, List<Problem> problems)
    {
        var (field, name) = (line.Factor.ToString(), line.Factor.DisplayName());
        var before = problems.Count;
        var needed = Amount(line.Needed, $"Needed{field}", $"{name}的需要", problems);
        var row = present.GetValueOrDefault(line.Factor);
        var isOffice = user.Has(Permission.ManageProjects);
        // Whoever only reports leaves promises as they are, whatever the form says.
        var promised = isOffice ? Amount(line.Promised, $"Promised{field}", $"{name}的承诺", row?.Promised, problems) : row?.Promised ?? 0;
        var delivered = isOffice ? Amount(line.Delivered, $"Delivered{field}", $"{name}的到位", row?.Delivered, problems) : row?.Delivered ?? 0;
        DateOnly? due = null;
        if (line.Due.Length > 0 && !DateOnly.TryParseExact(line.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)) problems.Add(new($"Due{field}", "哪天前要用应是一个日期。"));
        else if (line.Due.Length > 0) due = DateOnly.ParseExact(line.Due, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (line.Note.Trim().Length > LongestNote) problems.Add(new($"Note{field}", $"说明最多 {LongestNote} 个字。"));
        if (problems.Count > before) return;
        if (needed is null)
        {
            if (promised + delivered > 0) problems.Add(new($"Needed{field}", $"没有填{name}的需要，而已经承诺 {promised:0.##} {line.Factor.Unit()}。不再需要，请主管部门先把承诺和到位改为 0。"));
            // A field that was emptied says that nothing is asked for; it does not say that nothing is needed.
            else if (row is not null) db.Remove(row);
            return;
        }

        if (promised > needed) problems.Add(new($"Promised{field}", $"{name}承诺 {promised} {line.Factor.Unit()}，超过需要的 {needed}。"));
        else if (delivered > promised) problems.Add(new($"Delivered{field}", $"{name}到位 {delivered} {line.Factor.Unit()}，超过承诺的 {promised}。"));
        if (problems.Count > before) return;
        if (row is null)
        {
            row = new FactorNeed { Id = ids.Next(), Project = project.Id, Factor = line.Factor, Year = year, Needed = 0, Who = "" };
            db.Add(row);
        }

        (row.Needed, row.Promised, row.Delivered, row.DueOn, row.Note, row.Who, row.Version) = (needed.Value, promised, delivered, due, line.Note.Trim(), user.Name, row.Version + 1);
    }

    /// <summary>A field left empty is nothing promised, unless something was: that is taken back by a nought, not by forgetting it.</summary>
    private static decimal Amount(string typed, string field, string name, decimal? stored, List<Problem> problems)
    {
        if (typed.Trim().Length == 0 && stored > 0) problems.Add(new(field, $"没有填{name}，原来是 {stored:0.##}。要撤回请填 0。"));
        return Amount(typed, field, name, problems) ?? 0;
    }

    private static string Words(IEnumerable<FactorNeed> rows) => string.Join("；", rows.OrderBy(row => row.Factor).Select(row => $"{row.Factor.DisplayName()}需要 {row.Needed:0.##}、承诺 {row.Promised:0.##}、到位 {row.Delivered:0.##}（{row.Who}）")) is { Length: > 0 } text ? text : "没有任何要素";

    private static decimal? Amount(string typed, string field, string name, List<Problem> problems)
    {
        if (typed.Trim().Length == 0) return null;
        if (decimal.TryParse(typed.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= Largest && decimal.Round(number, 2) == number) return number;
        problems.Add(new(field, $"{name}应是不小于 0、最多两位小数的数，现在是“{(typed.Length > 20 ? typed[..20] + "…" : typed)}”。"));
        return null;
    }

    private async Task<IReadOnlyList<Problem>> SaveAsync(CancellationToken cancellation)
    {
        try
        {
            await db.SaveChangesAsync(cancellation);
            return [];
        }
        catch (DbUpdateException problem) when (WriteCollision.Is(problem))
        {
            db.ChangeTracker.Clear();
            return [new("", "刚被他人改过，请看过现在的数再改。")];
        }
    }
}
