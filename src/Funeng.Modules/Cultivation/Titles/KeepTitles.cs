using System.Globalization;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Cultivation.Titles;

/// <summary>
/// Records, corrects and takes back title grants of enterprises within the scope. A list is recorded whole or not at all; what is there
/// already is not recorded twice. Publishing decides the enterprises anew.
/// </summary>
public sealed class KeepTitles(
    SubjectDirectory subjects, BrowseGrants grants, FactStore facts, FactReader reader, TitleRegister register, CurrentUser user, AuditTrail audit, CityProfile city, TimeProvider clock)
{
    /// <summary>Most enterprises of one list; a longer one is imported as a sheet.</summary>
    public const int Most = 500;

    private const string Source = "authority";
    private static readonly DateOnly Earliest = new(1990, 1, 1);
    private static readonly char[] Separators = ['\t', ',', '，', ';', '；'];

    /// <summary>Records one title for every enterprise of a list, one a line, by code or by full name.</summary>
    public async Task<KeepTitlesResult> RecordAsync(TypedGrant typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageLibraries)) return new KeepTitlesResult.NotFound();
        var problems = new List<Problem>();
        var read = Read(typed, problems);
        var enterprises = await EnterprisesAsync(typed.Enterprises, problems, cancellation);
        if (problems.Count > 0 || read is null) return new KeepTitlesResult.Refused(problems);

        List<Subject> added = [];
        await facts.PublishAsync(
            async token =>
            {
                await subjects.HoldAsync([.. enterprises.Select(enterprise => enterprise.Id)], token);
                var there = await ThereAsync(enterprises, read, token);
                added = [.. enterprises.Where(enterprise => !there.Contains(enterprise.Id))];
                foreach (var enterprise in added) Record(enterprise.Id, enterprise.Code, read, typed.Reason);
            },
            cancellation);
        return new KeepTitlesResult.Kept(added.Count, enterprises.Count - added.Count);
    }

    /// <summary>Takes a grant back and records it as it should have been; both or neither.</summary>
    public async Task<KeepTitlesResult> CorrectAsync(long id, TypedGrant typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageLibraries) || await grants.FindAsync(id, cancellation) is not { WithdrawnAt: null } row) return new KeepTitlesResult.NotFound();
        var problems = new List<Problem>();
        var read = Read(typed, problems);
        if (typed.Reason.Trim().Length == 0) problems.Add(NoReason);
        if (read is not null && (row.Scheme, row.Award, row.From, row.To) == (read.Scheme, read.Award, read.From, read.To))
            problems.Add(new Problem("", "没有改动任何内容。登记有误时改正后再保存；不该登记的请撤回。"));
        if (problems.Count > 0 || read is null) return new KeepTitlesResult.Refused(problems);

        if (!await facts.TakeBackAsync(id, row.Subject, $"更正：{typed.Reason.Trim()}", cancellation)) return new KeepTitlesResult.NotFound();
        facts.Record(new NewTitleGrant(row.Subject, read.Scheme, read.Award, read.From, read.To, Source) { Place = $"更正：{typed.Reason.Trim()}" });
        audit.Record("更正称号", $"enterprise:{row.Code}", typed.Reason.Trim(), Data(row.Scheme, row.Award, row.From, row.To), Data(read.Scheme, read.Award, read.From, read.To));
        return await ChangeAsync(cancellation);
    }

    public async Task<KeepTitlesResult> WithdrawAsync(long id, string reason, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ManageLibraries) || await grants.FindAsync(id, cancellation) is not { WithdrawnAt: null } row) return new KeepTitlesResult.NotFound();
        if (reason.Trim().Length is 0 or > 500) return new KeepTitlesResult.Refused([NoReason]);
        if (!await facts.TakeBackAsync(id, row.Subject, reason.Trim(), cancellation)) return new KeepTitlesResult.NotFound();
        audit.Record("撤回称号", $"enterprise:{row.Code}", reason.Trim(), Data(row.Scheme, row.Award, row.From, row.To));
        return await ChangeAsync(cancellation);
    }

    private async Task<KeepTitlesResult> ChangeAsync(CancellationToken cancellation)
    {
        try
        {
            await facts.PublishAsync(cancellation);
            return new KeepTitlesResult.Kept(1, 0);
        }
        catch (Exception problem) when (WriteCollision.Is(problem))
        {
            return new KeepTitlesResult.Refused([new Problem("", "刚刚有人改动了这条称号，您的改动没有保存。请刷新本页，看过现在的登记再改。")]);
        }
    }

    private static Problem NoReason => new("Reason", "请写明理由，不超过 500 个字，例如“公告附件第 3 页，有效期写错一年”。");

    private void Record(long subject, string code, ReadGrant read, string reason)
    {
        facts.Record(new NewTitleGrant(subject, read.Scheme, read.Award, read.From, read.To, Source) { Place = reason.Trim() });
        audit.Record("登记称号", $"enterprise:{code}", reason.Trim(), null, Data(read.Scheme, read.Award, read.From, read.To));
    }

    private object Data(string scheme, string award, DateOnly from, DateOnly? to) => new { Title = register.Name(scheme), Award = award, From = from, To = to };

    private ReadGrant? Read(TypedGrant typed, List<Problem> problems)
    {
        var title = register.Find(typed.Scheme);
        if (title is null) problems.Add(new Problem("Scheme", "没有选择称号。"));
        if (typed.Award.Trim().Length > 60) problems.Add(new Problem("Award", $"批次不超过 60 个字，现在是 {typed.Award.Trim().Length} 个字。"));
        if (typed.Reason.Trim().Length > 500) problems.Add(NoReason);
        var from = Day(typed.From, "From", "生效日期", problems);
        var to = typed.To.Trim().Length == 0 ? null : Day(typed.To, "To", "有效期至", problems);
        if (typed.From.Trim().Length == 0) problems.Add(new Problem("From", "没有填写生效日期。请按认定公告填，例如 2026-07-01。"));
        if (from > city.Today(clock).AddYears(1)) problems.Add(new Problem("From", $"生效日期 {Fmt.Date(from)} 在一年以后，请核对。"));
        if (to < from) problems.Add(new Problem("To", $"有效期至 {Fmt.Date(to)} 早于生效日期 {Fmt.Date(from)}。"));
        return title is null || from is not { } first || problems.Count > 0 ? null : new ReadGrant(title.Scheme, typed.Award.Trim(), first, to ?? title.LastDay(first));
    }

    private static DateOnly? Day(string text, string field, string label, List<Problem> problems)
    {
        if (text.Trim().Length == 0) return null;
        if (DateOnly.TryParseExact(text.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day >= Earliest && day.Year < 2100) return day;
        problems.Add(new Problem(field, $"{label}应是 1990 年以后的日期，写成 2026-07-01，现在是“{text.Trim()}”。"));
        return null;
    }

    private async Task<IReadOnlyList<Subject>> EnterprisesAsync(string text, List<Problem> problems, CancellationToken cancellation)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Select((line, index) => (Text: line.Split(Separators)[0].Trim(), Number: index + 1)).Where(line => line.Text.Length > 0).ToList();
        if (lines.Count is 0 or > Most)
        {
            problems.Add(new Problem("Enterprises", lines.Count == 0 ? "没有填写企业。每行一个统一社会信用代码或企业全称。" : $"一次最多 {Most} 家，现在是 {lines.Count} 家。更多的请用导入。"));
            return [];
        }

        var wanted = lines.Select(line => line.Text).Distinct().ToList();
        var found = await subjects.Within(user.Scope, Subject.Enterprise).AsNoTracking()
            .Where(subject => wanted.Contains(subject.Code) || wanted.Contains(subject.Name)).ToListAsync(cancellation);
        var enterprises = new List<Subject>();
        foreach (var (name, number) in lines)
        {
            var meant = found.Where(subject => subject.Code == name || subject.Name == name).ToList();
            if (meant is [var enterprise]) enterprises.Add(enterprise);
            else problems.Add(new Problem("Enterprises", meant.Count == 0 ? $"第 {number} 行“{name}”：您的范围内没有这家企业。" : $"第 {number} 行“{name}”：有 {meant.Count} 家同名企业，请写统一社会信用代码。"));
        }

        return [.. enterprises.DistinctBy(enterprise => enterprise.Id)];
    }

    // The same title from the same day, granted before: nothing is recorded twice.
    private async Task<HashSet<long>> ThereAsync(IReadOnlyList<Subject> enterprises, ReadGrant read, CancellationToken cancellation)
    {
        var there = new HashSet<long>();
        await foreach (var (id, known) in reader.LoadSubjectsAsync([.. enterprises.Select(enterprise => enterprise.Id)], null, cancellation))
        {
            if (known.Titles.Any(grant => grant.Scheme == read.Scheme && grant.From == read.From && grant.Batch == read.Award && grant.To == read.To)) there.Add(id);
        }

        return there;
    }

    private sealed record ReadGrant(string Scheme, string Award, DateOnly From, DateOnly? To);
}

/// <summary>A grant as typed.</summary>
/// <param name="Enterprises">One enterprise a line, by code or full name; unused for a correction.</param>
/// <param name="To">Empty for the validity of the standard.</param>
public sealed record TypedGrant(string Enterprises, string Scheme, string Award, string From, string To, string Reason);

/// <summary>Every way keeping titles can end.</summary>
public abstract record KeepTitlesResult
{
    private KeepTitlesResult()
    {
    }

    /// <param name="Count">How many were recorded or changed.</param>
    /// <param name="There">How many were there already.</param>
    public sealed record Kept(int Count, int There) : KeepTitlesResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : KeepTitlesResult;

    /// <summary>No such grant, taken back before, or not for this user.</summary>
    public sealed record NotFound : KeepTitlesResult;
}
