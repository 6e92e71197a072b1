using System.Globalization;
using System.Text.RegularExpressions;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Officers;
using Funeng.Modules.Projects.Ones;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>A problem as typed.</summary>
/// <param name="Project">Name or code of the project; of an enterprise without one, <see cref="RegisterCase.NoProject"/>.</param>
/// <param name="Row">The row of the project's problem list it takes over; empty to add one.</param>
public sealed record TypedCase(string Project, string Title, string Detail, string Class, string Urgency, string Contact, string Phone, string Row = "")
{
    public IReadOnlyList<SentFile> Photos { get; init; } = [];
}

/// <summary>Every way it can end.</summary>
public abstract record RegisterCaseResult
{
    private RegisterCaseResult()
    {
    }

    public sealed record Registered(ClinicCase Case) : RegisterCaseResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : RegisterCaseResult;
}

/// <summary>
/// Takes an urgent problem in: from the enterprise, or from an official for it. It joins the problem list of its project, and its clock runs from this
/// moment at the office that drives the project. The same problem is not taken in twice while it is open.
/// </summary>
public sealed partial class RegisterCase(
    FunengDb db, ProjectDirectory projects, OrganizationDirectory organizations, KeepProblems problemBook, ClinicBook book, AddPhotos photos, ClinicTerms terms, DutyBook duties, IdSource ids,
    CurrentUser user, TimeProvider clock)
{
    public const string NoProject = "-";

    private const int MostOffered = 6;

    public async Task<RegisterCaseResult> RunAsync(TypedCase typed, CancellationToken cancellation)
    {
        if (!user.Has(Permission.ReportProgress)) return new RegisterCaseResult.Refused([new("", "您的账号不能报送问题。")]);
        var problems = Check(typed);
        var project = typed.Project == NoProject ? null : await ProjectAsync(typed.Project.Trim(), problems, cancellation);
        var owner = typed.Project == NoProject ? await OwnAsync(problems, cancellation) : null;
        var title = typed.Title.Trim();
        if (problems.Count == 0 && await OpenAlreadyAsync(project, owner, title, cancellation) is { } open)
            problems.Add(new("Title", $"这个问题已经报过（{open.Number}，{open.State.DisplayName()}），正在办理，不用再报。"));
        var row = problems.Count == 0 && project is not null ? await RowAsync(project, typed.Row, cancellation) : null;
        if (row is { } taken && await ClinicCase.Open(db.Set<ClinicCase>()).FirstOrDefaultAsync(other => other.Problem == taken, cancellation) is { } same)
            problems.Add(new("Title", $"项目问题清单里的这个问题已经转到项目诊所（{same.Number}，{same.State.DisplayName()}），不用再转。"));
        if (problems.Count > 0) return new RegisterCaseResult.Refused(problems);

        var it = await MakeAsync(typed, title, project, owner, row, cancellation);
        db.Add(it);
        photos.Add(it, typed.Photos, []);
        book.Note(it, ClinicEntryKind.Reported, it.Title);
        if (await LeadAsync(project, cancellation) is { } lead && await book.KeepMainAsync(it, lead, cancellation) is { } refused)
            return new RegisterCaseResult.Refused([refused]);
        return await book.SaveAsync(it, cancellation) is [var collision, ..] ? new RegisterCaseResult.Refused([collision]) : new RegisterCaseResult.Registered(it);
    }

    /// <summary>The projects of an enterprise, to choose from; none for officials, who name the project.</summary>
    public async Task<IReadOnlyList<Project>> OwnProjectsAsync(CancellationToken cancellation) => user.Role != Role.Enterprise ? []
        : await projects.Within(user).AsNoTracking().OrderBy(project => project.Name).Take(100).ToListAsync(cancellation);

    private static List<Problem> Check(TypedCase typed)
    {
        var problems = new List<Problem>();
        if (typed.Title.Trim().Length is < 4 or > ClinicBook.LongestTitle) problems.Add(new("Title", $"请用一句话写明问题，4 到 {ClinicBook.LongestTitle} 个字，现在是 {typed.Title.Trim().Length} 个。"));
        if (typed.Detail.Trim().Length > ClinicBook.LongestText) problems.Add(new("Detail", $"情况说明有 {typed.Detail.Trim().Length} 个字，最多 {ClinicBook.LongestText} 个。"));
        if (!Enum.TryParse<ProblemClass>(typed.Class, out var kind) || !Enum.IsDefined(kind)) problems.Add(new("Class", "没有选择问题类别。"));
        if (!Enum.TryParse<ClinicUrgency>(typed.Urgency, out var urgency) || !Enum.IsDefined(urgency)) problems.Add(new("Urgency", "没有选择紧急程度。"));
        if (typed.Contact.Trim().Length is < 2 or > 20) problems.Add(new("Contact", "请填写联系人姓名，2 到 20 个字。"));
        if (AddPhotos.Refusal(typed.Photos) is { } wrong) problems.Add(wrong);
        if (!Phone().IsMatch(typed.Phone.Trim())) problems.Add(new("Phone", "请填写联系电话，例如 13800000000 或 0533-2300000。"));
        return problems;
    }

    private async Task<Project?> ProjectAsync(string typed, List<Problem> problems, CancellationToken cancellation)
    {
        if (typed.Length is 0 or > 100)
        {
            problems.Add(new("Project", "请填写项目名称或代码。"));
            return null;
        }

        var mine = projects.Within(user);
        if (await mine.FirstOrDefaultAsync(project => project.Code == typed, cancellation) is { } known) return known;
        var found = await mine.Where(project => project.Name == typed).OrderBy(project => project.Id).Take(2).ToListAsync(cancellation);
        if (found.Count == 0) found = await mine.Where(project => project.Name.Contains(typed)).OrderBy(project => project.Code).Take(MostOffered).ToListAsync(cancellation);
        if (found.Count == 1) return found[0];
        problems.Add(new("Project", found.Count == 0
            ? $"台账里没有名称含“{typed}”的项目。请核对名称，或填项目代码。"
            : $"有几个项目名称含“{typed}”，请填代码：{string.Join("、", found.Select(project => $"{project.Code} {project.Name}"))}。"));
        return null;
    }

    private async Task<Organization?> OwnAsync(List<Problem> problems, CancellationToken cancellation)
    {
        var own = user.Role == Role.Enterprise && user.Scope.Organization is { } id ? await organizations.FindAsync(user.Scope, id, cancellation) : null;
        if (own is null) problems.Add(new("Project", "请填写项目名称或代码。"));
        return own;
    }

    private Task<ClinicCase?> OpenAlreadyAsync(Project? project, Organization? owner, string title, CancellationToken cancellation)
    {
        var (id, of) = (project?.Id, owner?.Id);
        return ClinicCase.Open(db.Set<ClinicCase>()).FirstOrDefaultAsync(row => row.Title == title && row.Project == id && (of == null || row.Owner == of), cancellation);
    }

    private async Task<ClinicCase> MakeAsync(TypedCase typed, string title, Project? project, Organization? owner, long? row, CancellationToken cancellation)
    {
        var kind = Enum.Parse<ProblemClass>(typed.Class);
        return new ClinicCase
        {
            Id = ids.Next(), Number = await NextNumberAsync(book.Today.Year, cancellation), Project = project?.Id, Problem = project is null ? null : row ?? problemBook.Raise(project, new NewProblem(title) { Class = kind }).Id,
            ProjectName = project?.Name ?? owner!.Name, ProjectStage = project?.Stage ?? "", Region = project is null ? owner!.Region : project.Region, Zone = project is null ? owner!.Zone : project.Zone,
            Owner = project is null ? owner!.Id : project.Owner, OwnerName = project?.OwnerName ?? owner!.Name, Title = title, Detail = typed.Detail.Trim(), Class = kind,
            Urgency = Enum.Parse<ClinicUrgency>(typed.Urgency), Contact = typed.Contact.Trim(), Phone = typed.Phone.Trim(), Reporter = user.Id, ReporterName = user.Name,
            ReportedAt = clock.GetUtcNow(), BegunAt = clock.GetUtcNow(), ReportedOn = book.Today, IsSynthetic = project?.IsSynthetic ?? owner!.IsSynthetic,
        };
    }

    /// <summary>The open row of the project's problem list it comes from; null for a new one.</summary>
    private async Task<long?> RowAsync(Project project, string typed, CancellationToken cancellation) =>
        long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
        && await db.Set<ProjectProblem>().AnyAsync(row => row.Id == id && row.Project == project.Id && row.ClosedOn == null, cancellation) ? id : null;

    /// <summary>The body of whoever drives the project; else the one the terms name.</summary>
    private async Task<long?> LeadAsync(Project? project, CancellationToken cancellation)
    {
        var held = project is null ? [] : await duties.OfAsync(ProjectsModule.Subject, project.Code, book.Today, cancellation);
        switch (held.FirstOrDefault(duty => duty.Role == SixOnes.Office)?.Holder)
        {
            case { Kind: HolderKind.Body } body: return body.Id;
            case { Kind: HolderKind.Post } post: return await db.Set<Post>().Where(row => row.Id == post.Id).Select(row => (long?)row.Organization).SingleOrDefaultAsync(cancellation);
        }

        var name = terms.Office;
        return name.Length == 0 ? null : await db.Set<Organization>().Where(row => row.Name == name && row.Kind != OrganizationKind.Enterprise).Select(row => (long?)row.Id).FirstOrDefaultAsync(cancellation);
    }

    private async Task<string> NextNumberAsync(int year, CancellationToken cancellation)
    {
        var start = string.Create(CultureInfo.InvariantCulture, $"诊〔{year}〕");
        var numbers = await db.Set<ClinicCase>().Where(row => row.Number.StartsWith(start)).Select(row => row.Number).ToListAsync(cancellation);
        var last = numbers.Select(number => int.TryParse(number[start.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 0).DefaultIfEmpty().Max();
        return string.Create(CultureInfo.InvariantCulture, $"{start}{last + 1}号");
    }

    [GeneratedRegex(@"^[0-9+][0-9\- ]{6,19}$")]
    private static partial Regex Phone();
}
