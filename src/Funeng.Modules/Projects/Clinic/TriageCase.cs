using System.Globalization;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Projects.Plan;
using Funeng.Modules.Projects.Problems;
using Funeng.Modules.Registry;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Projects.Clinic;

/// <summary>A triage as typed.</summary>
/// <param name="Way">consult, leader or refuse.</param>
/// <param name="Lead">Body:12345.</param>
/// <param name="Leader">Post:12345.</param>
/// <param name="Node">The node of the project's plan it holds up; empty for none.</param>
public sealed record TypedTriage(
    long Version, string Way, string Class, string Urgency, string Round, string Lead, IReadOnlyList<string> Offices, string Question, string Leader, string Reason, string Node = "");

/// <summary>
/// Says what kind of problem it is, how urgent, in which round, who leads and which offices are asked, all at once, each with its own clock; takes it to a
/// leader (顶格) where offices cannot solve it; or refuses it with a reason the asker reads.
/// </summary>
public sealed class TriageCase(FunengDb db, ClinicSight sight, ClinicBook book, DutyBook duties, HolderNames names, LeaderTitles titles, ClinicAskers askers, IdSource ids, CurrentUser user)
{
    public const string Consult = "consult", Leader = "leader", Refuse = "refuse";

    public const int MostOffices = 10;

    /// <returns>What is wrong; null when there is no such case for this account.</returns>
    public async Task<IReadOnlyList<Problem>?> RunAsync(long id, TypedTriage typed, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it || !(await sight.RightsAsync(it, cancellation)).Runs) return null;
        if (typed.Version != it.Version) return ClinicBook.ChangedMeanwhile;
        if (it.State != ClinicState.Reported) return ClinicBook.WrongState(it);
        return typed.Way == Refuse ? await RefuseAsync(it, typed.Reason.Trim(), cancellation) : await AcceptAsync(it, typed, cancellation);
    }

    /// <summary>Asks more offices while a case is consulted.</summary>
    public async Task<IReadOnlyList<Problem>?> AskAsync(long id, long version, IReadOnlyList<string> offices, string question, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it || !(await sight.RightsAsync(it, cancellation)).Runs) return null;
        if (version != it.Version) return ClinicBook.ChangedMeanwhile;
        if (it.State is not (ClinicState.Consulting or ClinicState.Treating)) return ClinicBook.WrongState(it);
        var problems = new List<Problem>();
        var asked = await OfficesAsync(offices, question, problems, cancellation);
        if (problems.Count == 0 && asked.Count == 0) problems.Add(new("Offices", "没有选择会诊部门。"));
        if (problems.Count > 0) return problems;
        return await AskAsync(it, asked, question, cancellation) is { } refused ? [refused] : await book.SaveAsync(it, cancellation);
    }

    /// <summary>Takes an open case to a leader.</summary>
    public async Task<IReadOnlyList<Problem>?> RaiseAsync(long id, long version, string leader, string reason, CancellationToken cancellation)
    {
        if (await sight.FindAsync(id, cancellation) is not { } it || !(await sight.RightsAsync(it, cancellation)).Runs) return null;
        if (version != it.Version) return ClinicBook.ChangedMeanwhile;
        if (it.State is not (ClinicState.Consulting or ClinicState.Treating)) return ClinicBook.WrongState(it);
        var problems = new List<Problem>();
        if (await LeaderAsync(leader, reason, problems, cancellation) is not { } found) return problems;
        return await RaiseAsync(it, found, reason.Trim(), cancellation) is { } refused ? [refused] : await book.SaveAsync(it, cancellation);
    }

    private async Task<IReadOnlyList<Problem>> RefuseAsync(ClinicCase it, string reason, CancellationToken cancellation)
    {
        if (reason.Length is < 6 or > ClinicBook.LongestText) return [new("Reason", "请写明不予受理的理由和提出人可以找谁，至少 6 个字。")];
        it.Result = reason;
        await book.CloseAsync(it, ClinicState.Refused, reason, cancellation);
        book.Note(it, ClinicEntryKind.Refused, reason);
        await askers.TellAsync(it, $"没有受理：“{it.Title}”（{it.Number}）。{reason}", cancellation);
        return await book.SaveAsync(it, cancellation);
    }

    private async Task<IReadOnlyList<Problem>> AcceptAsync(ClinicCase it, TypedTriage typed, CancellationToken cancellation)
    {
        var problems = new List<Problem>();
        if (typed.Way is not (Consult or Leader)) problems.Add(new("Way", "没有选择怎样办理。"));
        if (!Enum.TryParse<ProblemClass>(typed.Class, out var kind) || !Enum.IsDefined(kind)) problems.Add(new("Class", "没有选择问题类别。"));
        if (!Enum.TryParse<ClinicUrgency>(typed.Urgency, out var urgency) || !Enum.IsDefined(urgency)) problems.Add(new("Urgency", "没有选择紧急程度。"));
        var lead = await book.OfficeAsync(typed.Lead, cancellation);
        if (lead is null) problems.Add(new("Lead", "没有选择牵头单位。"));
        var round = await RoundAsync(typed.Round, problems, cancellation);
        var asked = await OfficesAsync(typed.Offices, typed.Question, problems, cancellation);
        var leader = typed.Way == Leader ? await LeaderAsync(typed.Leader, typed.Reason, problems, cancellation) : null;
        if (typed.Node.Length > 0 && !await db.Set<ProjectNode>().AnyAsync(node => node.Project == it.Project && node.Name == typed.Node, cancellation)) problems.Add(new("Node", "方案里没有这个节点。"));
        if (problems.Count > 0) return problems;

        (it.Class, it.Urgency, it.Round, it.Lead, it.LeadName, it.TriagedOn, it.State) = (kind, urgency, round?.Id, lead!.Id, lead.Name, book.Today, ClinicState.Consulting);
        book.Note(it, ClinicEntryKind.Triaged, $"{kind.DisplayName()}，{urgency.DisplayName()}{(round is null ? "" : $"，列入{round.Name}")}，{lead.Name}牵头");
        if (await book.KeepMainAsync(it, lead.Id, cancellation) is { } wrong) return [wrong];
        await book.FinishStageAsync(it, 0, "已分诊", cancellation);
        if (await AskAsync(it, asked, typed.Question, cancellation) is { } unasked) return [unasked];
        if (leader is not null && await RaiseAsync(it, leader, typed.Reason.Trim(), cancellation) is { } unraised) return [unraised];
        if (await book.ProblemOfAsync(it, cancellation) is { } row)
        {
            (row.Class, row.Office, row.OfficeName, row.Round, row.Node) = (kind, lead.Id, lead.Name, round?.Number, typed.Node.Length > 0 ? typed.Node : row.Node);
            row.Version++;
        }

        return await book.SaveAsync(it, cancellation);
    }

    private async Task<Problem?> AskAsync(ClinicCase it, IReadOnlyList<Organization> offices, string question, CancellationToken cancellation)
    {
        var known = (await book.AskedAsync(it, cancellation)).Where(row => row.IsWaitedFor).Select(row => row.Office).ToHashSet();
        foreach (var office in offices.Where(office => !known.Contains(office.Id)))
        {
            var made = new Consultation
            {
                Id = ids.Next(), ClinicCase = it.Id, Course = it.Course, Office = office.Id, OfficeName = office.Name, AskedOn = book.Today,
                Question = question.Trim() is { Length: > 0 } text ? text : "请就本部门职责范围提出能否解决、怎样解决的意见。",
            };
            db.Add(made);
            if (await book.OpenAsync(it, "consultation", made.TaskKey, $"会诊：{it.Title}", made.Question, office.Id, null, null, null, cancellation) is { } refused) return refused;
            book.Note(it, ClinicEntryKind.Asked, $"{office.Name}：{made.Question}");
        }

        return null;
    }

    private async Task<NamedHolder?> LeaderAsync(string typed, string reason, List<Problem> problems, CancellationToken cancellation)
    {
        var before = problems.Count;
        var name = Holder.Parse(typed) is { Kind: HolderKind.Post } leader && (await names.OfAsync([leader], book.Today, cancellation)).GetValueOrDefault(leader) is { Person: not null } found && titles.Has(found.Post) ? new NamedHolder(leader, found.Line) : null;
        if (name is null) problems.Add(new("Leader", "请从列出的领导职务里选择顶格接洽的人；空缺的职务和不算领导职务的不能选。"));
        if (reason.Trim().Length is < 4 or > ClinicBook.LongestText) problems.Add(new("Reason", "请写明请领导协调什么，至少 4 个字。"));
        return problems.Count > before ? null : name;
    }

    private async Task<Problem?> RaiseAsync(ClinicCase it, NamedHolder name, string reason, CancellationToken cancellation)
    {
        var leader = name.Holder;
        // Decided once and not solved by it: the days to the next decision count anew.
        (it.LeaderName, it.RaisedOn, it.DecidedOn) = (name.Name, it.DecidedOn is null ? it.RaisedOn ?? book.Today : book.Today, null);
        await duties.AssignAsync(new NewDuty(it.Source, ClinicSight.Leader, leader, book.Today, reason), cancellation);
        book.Note(it, ClinicEntryKind.Raised, $"{name.Name}：{reason}");
        var key = await book.ReceptionKeyAsync(it, leader, $"改请{name.Name}协调", cancellation);
        return await book.OpenAsync(it, "reception", key, $"顶格接洽：{it.Title}", reason, it.Lead, leader, null, null, cancellation);
    }

    private async Task<ClinicRound?> RoundAsync(string typed, List<Problem> problems, CancellationToken cancellation)
    {
        if (typed.Length == 0) return null;
        var round = long.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? await db.Set<ClinicRound>().AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellation) : null;
        if (round is not null && KeepRounds.Covers(user, round)) return round;
        problems.Add(new("Round", "没有这个批次。"));
        return null;
    }

    private async Task<List<Organization>> OfficesAsync(IReadOnlyList<string> typed, string question, List<Problem> problems, CancellationToken cancellation)
    {
        var offices = new List<Organization>();
        foreach (var text in typed.Distinct().Take(MostOffices + 1))
        {
            if (await book.OfficeAsync(text, cancellation) is { } office) offices.Add(office);
            else problems.Add(new("Offices", "有一个会诊部门不存在。"));
        }

        if (offices.Count > MostOffices) problems.Add(new("Offices", $"一次最多请 {MostOffices} 个部门会诊。"));
        if (question.Trim().Length > ClinicBook.LongestText) problems.Add(new("Question", $"会诊要求最多 {ClinicBook.LongestText} 个字。"));
        return offices;
    }
}
