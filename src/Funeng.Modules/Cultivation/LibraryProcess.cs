using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Cultivation;

/// <summary>Who acts: the user, role and permissions that decide what is allowed, and for an enterprise user whether the record is its own.</summary>
public sealed record LibraryActor(string UserId, string Name, Role Role, bool OwnsSubject = false)
{
    /// <summary>Those of the role unless said otherwise.</summary>
    public IReadOnlySet<Permission> Permissions { get; init; } = RolePermissions.Of(Role);

    /// <summary>Speaks from outside the administration.</summary>
    public bool IsOutsider => LibraryProcess.IsOutsider(Role);
}

/// <summary>The standing of one enterprise in one library, as far as the process needs it.</summary>
public sealed record LibraryStanding(
    LibraryState State,
    EntryDoor? Door = null,
    string? NominatedBy = null,
    int OutsideOpinions = 0,
    DateOnly? ConfirmedOn = null,
    DateOnly? ReviewDue = null,
    DateOnly? WarnedUntil = null);

/// <summary>Every way a step can end.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    public sealed record Moved(LibraryStanding Standing) : StepResult;

    /// <summary>This person may not do this; the page answers as for any missing permission.</summary>
    public sealed record NotAllowed(string Message) : StepResult;

    /// <summary>The step does not fit the state or lacks something; the message says what to do.</summary>
    public sealed record Refused(string Message) : StepResult;
}

/// <summary>
/// The life of a library record as a pure function: standing × action × actor × day → the next standing or a refusal.
/// It keeps the rules of S1-22 and S1-23: four doors, at least one opinion from outside in favour, the head confirms what another
/// nominated and the standard says yes to, a warning before an exit.
/// </summary>
public static class LibraryProcess
{
    private static readonly Role[] Officers = [Role.BureauOfficer, Role.BureauHead];
    private static readonly Role[] Local = [Role.BureauOfficer, Role.BureauHead, Role.TownshipClerk, Role.ZoneOfficer];
    private static readonly Role[] Outsiders = [Role.Expert, Role.Bank];
    private static readonly Role[] Heads = [Role.BureauHead];

    private static readonly LibraryState[] InLibrary = [LibraryState.Member, LibraryState.UnderReview, LibraryState.Warned];

    /// <summary>Experts and banks speak from outside the administration; nobody else does, whatever a form says.</summary>
    public static bool IsOutsider(Role role) => Outsiders.Contains(role);

    public static bool IsInLibrary(LibraryState state) => InLibrary.Contains(state);

    public static bool IsOpen(LibraryState state) => state is not (LibraryState.Exited or LibraryState.Declined);

    /// <summary>The steps this person could take now; pages offer these and no others.</summary>
    public static IReadOnlyList<LibraryStep> StepsFor(LibraryStanding? standing, LibraryActor actor) =>
        [.. Enum.GetValues<LibraryStep>().Where(step => Fits(standing?.State, step) && MayTake(step, door: null, actor))];

    public static StepResult Apply(
        LibraryStanding? standing, LibraryAction action, LibraryActor actor, string reason, DateOnly on, LibraryDefinition library)
    {
        var door = (action as LibraryAction.Nominate)?.Door;
        if (!MayTake(action.Step, door, actor))
            return new StepResult.NotAllowed($"{actor.Role.DisplayName()}不能办理“{action.Step.DisplayName()}”");
        if (!Fits(standing?.State, action.Step))
            return new StepResult.Refused($"现在是“{standing?.State.DisplayName() ?? "未入库"}”，不能“{action.Step.DisplayName()}”");
        if (string.IsNullOrWhiteSpace(reason))
            return new StepResult.Refused("请写明理由，理由随记录保存");

        return action switch
        {
            LibraryAction.Discover => new StepResult.Moved(new LibraryStanding(LibraryState.Discovered)),
            LibraryAction.Nominate nominate => Nominate(nominate, actor),
            LibraryAction.AskOpinion ask => ask.Account > 0 ? new StepResult.Moved(standing!) : new StepResult.Refused("请选择征求谁的意见"),
            LibraryAction.GiveOpinion opinion => GiveOpinion(standing!, opinion, actor),
            LibraryAction.Confirm confirm => Confirm(standing!, confirm, actor, on, library),
            LibraryAction.Decline => Decline(standing!, actor),
            LibraryAction.OpenReview => new StepResult.Moved(standing! with { State = LibraryState.UnderReview }),
            LibraryAction.PassReview pass => PassReview(standing!, pass, on, library),
            LibraryAction.Warn => new StepResult.Moved(
                standing! with { State = LibraryState.Warned, WarnedUntil = on.AddDays(library.WarningDays) }),
            LibraryAction.LiftWarning => new StepResult.Moved(standing! with { State = LibraryState.Member, WarnedUntil = null }),
            LibraryAction.Exit exit => Exit(standing!, exit, on),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "a step without a rule"),
        };
    }

    private static bool Fits(LibraryState? state, LibraryStep step) => step switch
    {
        LibraryStep.Discover => state is null or LibraryState.Exited or LibraryState.Declined,
        LibraryStep.Nominate => state is null or LibraryState.Discovered or LibraryState.Exited or LibraryState.Declined,
        LibraryStep.AskOpinion or LibraryStep.GiveOpinion or LibraryStep.Confirm or LibraryStep.Decline => state is LibraryState.Nominated,
        LibraryStep.OpenReview => state is LibraryState.Member,
        LibraryStep.PassReview => state is LibraryState.UnderReview,
        LibraryStep.Warn => state is LibraryState.Member or LibraryState.UnderReview,
        LibraryStep.LiftWarning => state is LibraryState.Warned,
        LibraryStep.Exit => state is LibraryState.Member or LibraryState.UnderReview or LibraryState.Warned,
        _ => false,
    };

    private static bool MayTake(LibraryStep step, EntryDoor? door, LibraryActor actor) =>
        actor.Permissions.Contains(Needed(step, actor.Role)) && IsForRole(step, door, actor);

    private static Permission Needed(LibraryStep step, Role role) => (step, role) switch
    {
        (LibraryStep.GiveOpinion, Role.Expert or Role.Bank) or (LibraryStep.Nominate, Role.Expert or Role.Bank) => Permission.ViewLibraries,
        (LibraryStep.GiveOpinion, _) => Permission.ReviewCriteria,
        (LibraryStep.Nominate, Role.Enterprise) => Permission.NominateSelf,
        (LibraryStep.Discover or LibraryStep.Nominate, Role.TownshipClerk or Role.ZoneOfficer) => Permission.EditEnterprise,
        _ => Permission.ManageLibraries,
    };

    private static bool IsForRole(LibraryStep step, EntryDoor? door, LibraryActor actor) => step switch
    {
        LibraryStep.Discover => Local.Contains(actor.Role),
        LibraryStep.Nominate => DoorsOf(actor).Any(open => door is null || open == door),
        LibraryStep.GiveOpinion => Outsiders.Contains(actor.Role) || Officers.Contains(actor.Role) || actor.Role == Role.Reviewer,
        LibraryStep.Confirm or LibraryStep.Decline or LibraryStep.Exit => Heads.Contains(actor.Role),
        _ => Officers.Contains(actor.Role),
    };

    /// <summary>Which doors are open to this person.</summary>
    public static IReadOnlyList<EntryDoor> DoorsOf(LibraryActor actor) => actor.Role switch
    {
        Role.Enterprise when actor.OwnsSubject => [EntryDoor.OwnApplication],
        Role.Expert or Role.Bank => [EntryDoor.OutsideNomination],
        var role when Local.Contains(role) => [EntryDoor.RuleScreen, EntryDoor.DepartmentProposal],
        _ => [],
    };

    private static StepResult Nominate(LibraryAction.Nominate nominate, LibraryActor actor)
    {
        if (nominate.Door == EntryDoor.OutsideNomination && string.IsNullOrWhiteSpace(nominate.Organization))
            return new StepResult.Refused("请写明提名的智库或投资机构");

        return new StepResult.Moved(new LibraryStanding(LibraryState.Nominated, nominate.Door, actor.UserId));
    }

    private static StepResult GiveOpinion(LibraryStanding standing, LibraryAction.GiveOpinion opinion, LibraryActor actor)
    {
        if (string.IsNullOrWhiteSpace(opinion.Organization))
            return new StepResult.Refused("请写明意见来自哪个单位");

        if (opinion.HasSpoken)
            return new StepResult.Refused("您已经就这次提名提过意见，一个账号只算一份");

        // An objection, and the nominator's own opinion, are kept but are not the independent support that entry needs.
        var counts = opinion.Supports && actor.IsOutsider && actor.UserId != standing.NominatedBy;
        return new StepResult.Moved(standing with { OutsideOpinions = standing.OutsideOpinions + (counts ? 1 : 0) });
    }

    private static StepResult Confirm(
        LibraryStanding standing, LibraryAction.Confirm confirm, LibraryActor actor, DateOnly on, LibraryDefinition library)
    {
        if (standing.NominatedBy == actor.UserId)
            return new StepResult.Refused("提名人不能确认自己提名的企业，请由其他负责人确认");
        if (standing.OutsideOpinions < library.OutsideOpinions)
            return new StepResult.Refused($"入库至少需要 {library.OutsideOpinions} 份支持入库的外部意见，现在有 {standing.OutsideOpinions} 份；请向专家或银行征求意见");
        if (confirm.Verdict == Outcome.NotMet)
            return new StepResult.Refused("按现行标准判定为不符合，不能确认入库；事实有误的请先更正报送");
        if (confirm.Verdict == Outcome.Unknown)
            return new StepResult.Refused("按现行标准还是待补充，不能确认入库；请先补报判定所缺的事实");

        return new StepResult.Moved(standing with
        {
            State = LibraryState.Member, ConfirmedOn = on, ReviewDue = library.NextReview(on), WarnedUntil = null,
        });
    }

    private static StepResult Decline(LibraryStanding standing, LibraryActor actor) =>
        standing.NominatedBy == actor.UserId
            ? new StepResult.Refused("提名人不能评审自己提名的企业，请由其他负责人办理")
            : new StepResult.Moved(standing with { State = LibraryState.Declined });

    private static StepResult PassReview(
        LibraryStanding standing, LibraryAction.PassReview pass, DateOnly on, LibraryDefinition library) =>
        pass.Verdict switch
        {
            Outcome.NotMet => new StepResult.Refused("按现行标准判定为不符合，年审不能合格；请预警并给出整改期限"),
            Outcome.Unknown => new StepResult.Refused("按现行标准还是待补充，年审不能合格；请先补报判定所缺的事实，或预警并限期补报"),
            _ => new StepResult.Moved(standing with { State = LibraryState.Member, ReviewDue = library.NextReview(on), WarnedUntil = null }),
        };

    private static StepResult Exit(LibraryStanding standing, LibraryAction.Exit exit, DateOnly on)
    {
        if (exit.Ground != ExitGround.AfterWarning)
            return new StepResult.Moved(standing with { State = LibraryState.Exited });
        if (standing.State != LibraryState.Warned || standing.WarnedUntil is not { } until)
            return new StepResult.Refused("出库前应先预警，并留出整改期限");

        // The last day of the term still belongs to the enterprise.
        return on <= until
            ? new StepResult.Refused($"预警期限到 {until:yyyy-MM-dd}，期满后仍不达标才能出库")
            : new StepResult.Moved(standing with { State = LibraryState.Exited });
    }
}
