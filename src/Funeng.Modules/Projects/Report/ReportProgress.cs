using System.Security.Cryptography;
using Funeng.Engines.Facts;
using Funeng.Engines.Planning.Targets;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Audit;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Spreadsheets;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Problems;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Report;

/// <summary>A ten-day report as typed; the amount in 万元.</summary>
/// <param name="Period">2026-31.</param>
public sealed record TypedReport(string Code, string Period, string Done, string Progress, string Note, string Problem, string FormKey)
{
    public byte[]? Photo { get; init; }

    /// <summary>Kilowatt-hours used in the year so far; empty where nobody read the meter.</summary>
    public string Power { get; init; } = "";

    /// <summary>Invoices taken in the year so far, in 万元.</summary>
    public string Invoiced { get; init; } = "";
}

/// <summary>Every way it can end.</summary>
public abstract record ReportResult
{
    private ReportResult()
    {
    }

    /// <param name="Flags">What looked odd about it.</param>
    public sealed record Reported(IReadOnlyList<string> Flags) : ReportResult;

    public sealed record Refused(IReadOnlyList<Foundation.Ui.Problem> Problems) : ReportResult;

    public sealed record NotFound : ReportResult;
}

/// <summary>
/// Takes a ten-day report: figure, progress, a photo, what stands in the way. It becomes a filing; what looks odd is said beside it and refuses
/// nothing, but for a figure far beyond the whole investment. The same form sent twice is one report.
/// </summary>
public sealed class ReportProgress(
    FunengDb db, ProjectDirectory projects, FactStore facts, FactReader reader, OddReports odd, KeepProblems problemBook, IdSource ids, AuditTrail audit, CurrentUser user, CityProfile city,
    TimeProvider clock)
{
    public const int LargestPhoto = 4 << 20, LongestNote = 500;

    // So far over the whole investment a figure is a slip of the unit.
    private const int MostOfTotal = 2;

    /// <summary>A photo, and one that is too large to say so beside its field.</summary>
    public const long LargestForm = 3L * LargestPhoto;

    public static Problem TooLarge(long photo) => new("Photo", $"照片有 {Fmt.Size(photo)}，最大 {LargestPhoto >> 20} MB。请选“较小”的尺寸。");

    public async Task<ReportResult> RunAsync(TypedReport typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReportProgress) || await projects.FindAsync(user, typed.Code, cancellation) is not { } project)
            return new ReportResult.NotFound();
        if (await db.Set<ProjectReport>().AsNoTracking().FirstOrDefaultAsync(report => report.Project == project.Id && report.FormKey == typed.FormKey, cancellation) is { } sent)
            return new ReportResult.Reported(sent.FlagLines);

        var problems = new List<Foundation.Ui.Problem>();
        var today = city.Today(clock);
        var period = ReadPeriod(typed.Period, today, problems);
        var done = ReadAmount(typed.Done, problems);
        if (done * 100 > MostOfTotal * project.TotalFen) problems.Add(new("Done", $"本年累计 {Fmt.Wan(done)} 万元，是项目总投资 {Fmt.Wan(project.TotalFen / 100m)} 万元的 {MostOfTotal} 倍以上。单位是万元吗？总投资变了请先改台账。"));
        var (power, invoiced) = (ReadOptional(typed.Power, "Power", "千瓦时", 1e10m, problems), ReadOptional(typed.Invoiced, "Invoiced", "万元", 1e12m, problems));
        var progress = ReadPercent(typed.Progress, problems);
        var photoType = ReadPhoto(typed.Photo, problems);
        if (typed.Note.Trim().Length > LongestNote) problems.Add(new("Note", $"进展说明有 {typed.Note.Trim().Length} 个字，最多 {LongestNote} 个。"));
        if (typed.Problem.Trim().Length > KeepProblems.LongestTitle) problems.Add(new("Problem", $"问题有 {typed.Problem.Trim().Length} 个字，最多 {KeepProblems.LongestTitle} 个。"));
        if (problems.Count > 0)
            return new ReportResult.Refused(problems);

        var report = await MakeAsync(project, period, (done, progress, power, invoiced), typed, photoType, today, cancellation);
        db.Add(report);
        List<FiledValue> values = [new(ProjectFacts.ReportedOn, FeelValue.From(today))];
        // What comes late for earlier days must not take back what was reported for later ones.
        var isLatest = !await db.Set<ProjectReport>().AnyAsync(other => other.Project == project.Id && other.Year == period.Year && other.TenDay > period.Number, cancellation);
        if (isLatest) values.Add(new(ProjectFacts.Done, FeelValue.From(done)));
        if (isLatest && progress is { } percent) values.Add(new(ProjectFacts.Progress, FeelValue.From(percent)));
        if (isLatest && power is { } used) values.Add(new(ProjectFacts.Power, FeelValue.From(used)));
        if (isLatest && invoiced is { } taken) values.Add(new(ProjectFacts.Invoiced, FeelValue.From(taken)));
        await facts.RecordAsync(new NewFiling(project.Id, new Period(period.Year), ProjectFacts.SourceOf(ProjectFacts.Done), values) { Place = $"{period}报告" }, cancellation);
        if (typed.Problem.Trim() is { Length: > 0 } obstacle)
            problemBook.Raise(project, new NewProblem(obstacle) { Period = period.ToString() });
        audit.Record("报送进度", $"project:{project.Code}", report.Note, null, new { Period = period.ToString(), Done = done, Progress = progress, report.Flags });
        await facts.PublishAsync(cancellation);
        return new ReportResult.Reported(report.FlagLines);
    }

    private async Task<ProjectReport> MakeAsync(
        Project project, TargetPeriod period, (decimal Done, decimal? Progress, decimal? Power, decimal? Invoiced) said, TypedReport typed, string? photoType, DateOnly today, CancellationToken cancellation)
    {
        var reports = await EarlierAsync(project.Id, cancellation);
        var earlier = reports.FindAll(other => (other.Year, other.TenDay).CompareTo((period.Year, period.Number)) < 0);
        var known = await reader.LoadSubjectAsync(project.Id, null, cancellation);
        var mark = typed.Photo is { } sent ? PhotoMark.Read(sent) : PhotoMark.None;
        var metres = await MetresAsync(project.Id, known, mark, period, cancellation);
        var photo = typed.Photo is { } original ? BarePhoto.Of(original) : null;
        var report = new ProjectReport
        {
            Id = ids.Next(), Project = project.Id, Year = period.Year, TenDay = period.Number, DoneFen = (long)decimal.Round(said.Done * 100), Progress = said.Progress is { } percent ? (int)decimal.Round(percent * 100) : null,
            PowerKwh = Whole(said.Power ?? Imported(known, ProjectFacts.Power, period.Year, earlier, reports)), InvoicedFen = Whole((said.Invoiced ?? Imported(known, ProjectFacts.Invoiced, period.Year, earlier, reports)) * 100),
            Note = typed.Note.Trim(), Photo = photo, PhotoType = photoType, PhotoSha256 = photo is null ? null : Sha256(photo), PhotoMetres = metres, Flags = "", FormKey = typed.FormKey, Reporter = user.Name, ReportedOn = today, At = clock.GetUtcNow(),
        };
        var flags = odd.Flags(report, project.PlanYear == period.Year ? project.PlanFen : null, earlier).ToList();
        if (typed.Photo is { } bytes && await SameAsync(report, bytes, cancellation) is { } same) flags.Add(same);
        flags.AddRange(odd.Flags(mark, metres, ProjectPlace.Of(known) is { IsConfirmed: true }, period, today));
        report.Flags = string.Join('\n', flags);
        return report;
    }

    /// <summary>A figure of the year that was imported since the last report: an older one, or one that was reported for whichever ten days, says nothing of these.</summary>
    private static decimal? Imported(SubjectFacts known, string key, int year, List<ProjectReport> earlier, List<ProjectReport> reports) =>
        known.Catalogue.Find(key) is { } definition && known.Find(definition, new Period(year)) is { } fact && ProjectFacts.Number(fact) is { } number
        && (earlier.Count == 0 || fact.LearnedAt > earlier[^1].At)
        // A reported figure is kept whole in its report, and as it was typed among the facts.
        && !reports.Exists(other => other.Year == year && (key == ProjectFacts.Power ? other.PowerKwh == Whole(number) : other.InvoicedFen == Whole(number * 100))) ? number : null;

    private static long? Whole(decimal? number) => number is { } known ? (long)decimal.Round(known) : null;

    /// <summary>How far from the project a photo was taken. Where nobody said where the project lies, the first photo that says where it was taken says it, and has no distance itself.</summary>
    private async Task<int?> MetresAsync(long project, SubjectFacts known, PhotoMark photo, TargetPeriod period, CancellationToken cancellation)
    {
        if (photo is not { Latitude: { } latitude, Longitude: { } longitude }) return null;
        if (ProjectPlace.Of(known) is { } site) return (int)Math.Round(photo.From(new PhotoMark(null, (double)site.Latitude, (double)site.Longitude))!.Value * 1000);
        // A place outside the country is none of a project.
        if (!IsPossible(known, ProjectFacts.Latitude, latitude) || !IsPossible(known, ProjectFacts.Longitude, longitude)) return null;
        FiledValue[] place = [new(ProjectFacts.Latitude, FeelValue.From(decimal.Round((decimal)latitude, 4))), new(ProjectFacts.Longitude, FeelValue.From(decimal.Round((decimal)longitude, 4)))];
        await facts.RecordAsync(new NewFiling(project, Period.State, ProjectFacts.SourceOf(ProjectFacts.Done), place) { Place = period + ProjectPlace.OfPhoto }, cancellation);
        return null;
    }

    private static bool IsPossible(SubjectFacts known, string key, double degrees) =>
        known.Catalogue.Find(key) is { } definition && known.Catalogue.Accepts(definition, FeelValue.From(decimal.Round((decimal)degrees, 4)));

    private async Task<string?> SameAsync(ProjectReport report, byte[] sent, CancellationToken cancellation)
    {
        // Photos kept before were kept as they were sent.
        var (bare, whole) = (report.PhotoSha256, Sha256(sent));
        return await db.Set<ProjectReport>().AsNoTracking().Where(other => other.PhotoSha256 == bare || other.PhotoSha256 == whole).OrderBy(other => other.At)
            .Select(other => new { other.Project, other.Year, other.TenDay }).FirstOrDefaultAsync(cancellation) is { } same
            ? $"照片与{(same.Project == report.Project ? "本项目" : "另一个项目")} {new TargetPeriod(same.Year, TargetLevel.TenDay, same.TenDay)}的完全相同" : null;
    }

    private static string Sha256(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private Task<List<ProjectReport>> EarlierAsync(long project, CancellationToken cancellation) =>
        db.Set<ProjectReport>().AsNoTracking().Where(report => report.Project == project).OrderBy(report => report.Year).ThenBy(report => report.TenDay).ThenBy(report => report.At)
            .Select(report => new ProjectReport
            {
                Id = report.Id, Project = report.Project, Year = report.Year, TenDay = report.TenDay, DoneFen = report.DoneFen, Progress = report.Progress, Note = report.Note,
                PowerKwh = report.PowerKwh, InvoicedFen = report.InvoicedFen, Flags = report.Flags, FormKey = report.FormKey, Reporter = report.Reporter, ReportedOn = report.ReportedOn, At = report.At,
            }).ToListAsync(cancellation);

    /// <summary>The ten days under way, and those that ended last: what lies further back is corrected in the ledger.</summary>
    public static IReadOnlyList<TargetPeriod> Open(DateOnly today) => [TenDays.Of(today).Previous(), TenDays.Of(today)];

    private static TargetPeriod ReadPeriod(string typed, DateOnly today, List<Foundation.Ui.Problem> problems)
    {
        var open = Open(today);
        if (TenDays.Parse(typed) is { } period && open.Contains(period)) return period;
        problems.Add(new("Period", $"现在可以报{string.Join("或", open)}。更早的请修改台账。"));
        return open[0];
    }

    private static decimal ReadAmount(string typed, List<Foundation.Ui.Problem> problems)
    {
        var reading = NumberCell.Read(SheetCell.OfText(typed.Trim()), "元", Unit.Find("万元"));
        if (reading.Problem is { } problem) problems.Add(new("Done", problem));
        else if (reading.Value is null) problems.Add(new("Done", "没有填本年累计完成投资。没有投资请填 0。"));
        else if (reading.Value is < 0 or > 1e12m) problems.Add(new("Done", "本年累计完成投资应在 0 到 1 万亿元之间。"));
        return reading.Value ?? 0;
    }

    private static decimal? ReadOptional(string typed, string field, string unit, decimal most, List<Foundation.Ui.Problem> problems)
    {
        var reading = NumberCell.Read(SheetCell.OfText(typed.Trim()), unit == "万元" ? "元" : unit, Unit.Find(unit));
        if (reading.Problem is { } problem) problems.Add(new(field, problem));
        else if (reading.Value < 0 || reading.Value > most) problems.Add(new(field, "不能小于 0，也不会这么大。请核对单位。"));
        return reading.Problem is null ? reading.Value : null;
    }

    private static decimal? ReadPercent(string typed, List<Foundation.Ui.Problem> problems)
    {
        var reading = NumberCell.Read(SheetCell.OfText(typed.Trim()), "%");
        if (reading.Problem is { } problem) problems.Add(new("Progress", problem));
        else if (reading.Value is < 0 or > 100) problems.Add(new("Progress", $"形象进度应在 0 到 100 之间，现在是 {typed.Trim()}。"));
        return reading.Value;
    }

    /// <summary>What a photo is, its first bytes say.</summary>
    private static string? ReadPhoto(byte[]? photo, List<Foundation.Ui.Problem> problems)
    {
        if (photo is null) return null;
        if (photo.Length > LargestPhoto) problems.Add(TooLarge(photo.Length));
        var type = photo switch
        {
            [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, ..] => "image/png",
            [0x52, 0x49, 0x46, 0x46, _, _, _, _, 0x57, 0x45, 0x42, 0x50, ..] => "image/webp",
            _ => null,
        };
        if (type is null) problems.Add(new("Photo", "这不是照片。请上传 JPG、PNG 或 WebP。"));
        else if (photo.Length <= LargestPhoto && BarePhoto.Of(photo) is null) problems.Add(new("Photo", $"这张照片{BarePhoto.Refusal}。"));
        return type;
    }
}
