using Funeng.Engines.Criteria;
using Funeng.Modules.Cultivation;
using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Tests.Cultivation;

/// <summary>First who may not, then the steps in order, then the days around a term.</summary>
public sealed class LibraryProcessTests
{
    private static readonly DateOnly Today = new(2026, 11, 22);
    private static readonly LibraryDefinition Library = LibraryCatalogue.Read([("sme.yaml", """
        id: sme
        title: 优质中小企业梯度
        order: 1
        libraries:
          - id: sme-specialised
            title: 专精特新中小企业库
            shortName: 专精特新
            rank: 2
            schemes: [sme-specialised-2022, sme-specialised-2026]
            review: { month: 4, day: 30 }
            warningDays: 60
            outsideOpinions: 1
        """)]).Libraries.Single();

    private static readonly LibraryActor Officer = new("officer", "王敏", Role.BureauOfficer);
    private static readonly LibraryActor Head = new("head", "李强", Role.BureauHead);
    private static readonly LibraryActor Expert = new("expert", "赵教授", Role.Expert);
    private static readonly LibraryActor Investor = new("bank", "风投", Role.Bank);
    private static readonly LibraryActor Own = new("enterprise", "张总", Role.Enterprise, OwnsSubject: true);
    private static readonly LibraryActor Other = new("enterprise2", "刘总", Role.Enterprise);

    public static TheoryData<Role, LibraryStep> Forbidden()
    {
        var data = new TheoryData<Role, LibraryStep>();
        Role[] readers = [Role.Leader, Role.Treasurer, Role.Auditor, Role.Statistician, Role.SupervisionOffice, Role.Administrator, Role.Public];
        foreach (var step in Enum.GetValues<LibraryStep>())
        {
            foreach (var reader in readers) data.Add(reader, step);
            if (step is LibraryStep.Confirm or LibraryStep.Decline or LibraryStep.Exit) data.Add(Role.BureauOfficer, step);
            if (step is not LibraryStep.Nominate) data.Add(Role.Enterprise, step);
            if (step is not (LibraryStep.Nominate or LibraryStep.GiveOpinion)) data.Add(Role.Expert, step);
            if (step is not (LibraryStep.Nominate or LibraryStep.Discover)) data.Add(Role.TownshipClerk, step);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void Who_may_not_take_a_step_is_told_so_whatever_the_state(Role role, LibraryStep step)
    {
        var actor = new LibraryActor("someone", "某人", role, OwnsSubject: true);

        foreach (var state in Enum.GetValues<LibraryState>())
        {
            var result = LibraryProcess.Apply(new LibraryStanding(state), ActionFor(step), actor, "理由", Today, Library);

            Assert.IsType<StepResult.NotAllowed>(result);
        }
    }

    [Fact]
    public void An_enterprise_applies_for_itself_only_and_only_by_its_own_door()
    {
        Assert.IsType<StepResult.NotAllowed>(Take(null, new LibraryAction.Nominate(EntryDoor.OwnApplication, ""), Other));
        Assert.IsType<StepResult.NotAllowed>(Take(null, new LibraryAction.Nominate(EntryDoor.DepartmentProposal, ""), Own));

        var nominated = Moved(Take(null, new LibraryAction.Nominate(EntryDoor.OwnApplication, ""), Own));

        Assert.Equal((LibraryState.Nominated, EntryDoor.OwnApplication), (nominated.State, nominated.Door));
    }

    [Fact]
    public void Entry_needs_an_outside_opinion_that_is_not_the_nominators_own()
    {
        var nominated = Moved(Take(null, new LibraryAction.Nominate(EntryDoor.OutsideNomination, "齐鲁创投"), Investor));
        var ownOpinion = Moved(Take(nominated, new LibraryAction.GiveOpinion("齐鲁创投", Supports: true), Investor));

        var refused = Assert.IsType<StepResult.Refused>(Take(ownOpinion, new LibraryAction.Confirm(Outcome.Met), Head));
        Assert.Contains("外部意见", refused.Message, StringComparison.Ordinal);

        var inside = Moved(Take(ownOpinion, new LibraryAction.GiveOpinion("企业科", Supports: true), Officer));
        Assert.IsType<StepResult.Refused>(Take(inside, new LibraryAction.Confirm(Outcome.Met), Head));

        var outside = Moved(Take(inside, new LibraryAction.GiveOpinion("山东理工大学", Supports: true), Expert));
        var member = Moved(Take(outside, new LibraryAction.Confirm(Outcome.Met), Head));

        Assert.Equal((LibraryState.Member, Today, new DateOnly(2027, 4, 30)), (member.State, member.ConfirmedOn!.Value, member.ReviewDue!.Value));
    }

    [Fact]
    public void An_objection_a_second_opinion_and_an_officers_opinion_are_no_support_from_outside()
    {
        var nominated = Moved(Take(null, new LibraryAction.Nominate(EntryDoor.DepartmentProposal, ""), Officer));

        var objected = Moved(Take(nominated, new LibraryAction.GiveOpinion("山东理工大学", Supports: false), Expert));
        var officer = Moved(Take(objected, new LibraryAction.GiveOpinion("外部智库", Supports: true), Head));

        Assert.Equal(0, officer.OutsideOpinions);
        Assert.IsType<StepResult.Refused>(Take(officer, new LibraryAction.GiveOpinion("山东理工大学", Supports: true, HasSpoken: true), Expert));
        Assert.Equal(1, Moved(Take(officer, new LibraryAction.GiveOpinion("齐鲁创投", Supports: true), Investor)).OutsideOpinions);
    }

    [Theory]
    [InlineData(LibraryStep.Confirm, Permission.ManageLibraries, Role.BureauHead)]
    [InlineData(LibraryStep.OpenReview, Permission.ManageLibraries, Role.BureauOfficer)]
    [InlineData(LibraryStep.Warn, Permission.ManageLibraries, Role.BureauOfficer)]
    [InlineData(LibraryStep.GiveOpinion, Permission.ReviewCriteria, Role.Reviewer)]
    [InlineData(LibraryStep.Nominate, Permission.EditEnterprise, Role.TownshipClerk)]
    public void A_role_alone_is_not_enough_for_a_step(LibraryStep step, Permission needed, Role role)
    {
        var actor = new LibraryActor("someone", "某人", role);
        var bare = actor with { Permissions = RolePermissions.Of(role).Except([needed]).ToHashSet() };

        Assert.Contains(Enum.GetValues<LibraryState>(), state => LibraryProcess.StepsFor(new LibraryStanding(state), actor).Contains(step));
        foreach (var state in Enum.GetValues<LibraryState>())
        {
            Assert.DoesNotContain(step, LibraryProcess.StepsFor(new LibraryStanding(state), bare));
            Assert.IsType<StepResult.NotAllowed>(LibraryProcess.Apply(new LibraryStanding(state), ActionFor(step), bare, "理由", Today, Library));
        }
    }

    [Fact]
    public void Applying_for_oneself_needs_the_permission_to()
    {
        var bare = Own with { Permissions = new HashSet<Permission> { Permission.ViewLibraries } };

        Assert.IsType<StepResult.NotAllowed>(Take(null, new LibraryAction.Nominate(EntryDoor.OwnApplication, ""), bare));
        Assert.Empty(LibraryProcess.StepsFor(null, bare));
    }

    [Fact]
    public void The_head_does_not_confirm_what_the_head_nominated()
    {
        var nominated = Moved(Take(null, new LibraryAction.Nominate(EntryDoor.DepartmentProposal, ""), Head)) with { OutsideOpinions = 1 };

        Assert.IsType<StepResult.Refused>(Take(nominated, new LibraryAction.Confirm(Outcome.Met), Head));
        Assert.IsType<StepResult.Refused>(Take(nominated, new LibraryAction.Decline(), Head));
    }

    [Theory]
    [InlineData(Outcome.Met, true)]
    [InlineData(Outcome.Unknown, false)]
    [InlineData(Outcome.NotMet, false)]
    [InlineData(null, true)]
    public void Only_a_definite_yes_lets_an_enterprise_in_where_the_platform_decides(Outcome? verdict, bool enters)
    {
        var nominated = new LibraryStanding(LibraryState.Nominated, EntryDoor.RuleScreen, "officer", OutsideOpinions: 1);

        Assert.Equal(enters, Take(nominated, new LibraryAction.Confirm(verdict), Head) is StepResult.Moved);
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void Exit_waits_for_the_end_of_the_warning_and_the_last_day_still_counts(int daysAfterTerm, bool leaves)
    {
        var warned = Moved(Take(new LibraryStanding(LibraryState.Member), new LibraryAction.Warn(), Officer));
        Assert.Equal(Today.AddDays(60), warned.WarnedUntil);

        var exit = LibraryProcess.Apply(
            warned, new LibraryAction.Exit(ExitGround.AfterWarning), Head, "期满仍不达标", Today.AddDays(60 + daysAfterTerm), Library);

        Assert.Equal(leaves, exit is StepResult.Moved { Standing.State: LibraryState.Exited });
    }

    [Fact]
    public void Without_a_warning_only_the_enterprises_own_wish_or_its_end_lets_it_leave()
    {
        var member = new LibraryStanding(LibraryState.Member);

        Assert.IsType<StepResult.Refused>(Take(member, new LibraryAction.Exit(ExitGround.AfterWarning), Head));
        Assert.Equal(LibraryState.Exited, Moved(Take(member, new LibraryAction.Exit(ExitGround.OwnRequest), Head)).State);
        Assert.Equal(LibraryState.Exited, Moved(Take(member, new LibraryAction.Exit(ExitGround.Deregistered), Head)).State);
    }

    [Fact]
    public void A_review_passes_to_next_year_or_leads_to_a_warning()
    {
        var review = Moved(Take(new LibraryStanding(LibraryState.Member, ReviewDue: new DateOnly(2026, 4, 30)), new LibraryAction.OpenReview(), Officer));

        Assert.IsType<StepResult.Refused>(Take(review, new LibraryAction.PassReview(Outcome.NotMet), Officer));
        Assert.IsType<StepResult.Refused>(Take(review, new LibraryAction.PassReview(Outcome.Unknown), Officer));
        Assert.Equal(new DateOnly(2027, 4, 30), Moved(Take(review, new LibraryAction.PassReview(Outcome.Met), Officer)).ReviewDue);
        Assert.Equal(LibraryState.Warned, Moved(Take(review, new LibraryAction.Warn(), Officer)).State);
    }

    [Fact]
    public void Every_step_needs_a_reason()
    {
        var result = LibraryProcess.Apply(null, new LibraryAction.Discover(), Officer, "  ", Today, Library);

        Assert.Contains("理由", Assert.IsType<StepResult.Refused>(result).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_offer_exactly_the_steps_that_the_process_takes_from_this_person()
    {
        Assert.Equal([LibraryStep.AskOpinion, LibraryStep.GiveOpinion, LibraryStep.Confirm, LibraryStep.Decline], LibraryProcess.StepsFor(new LibraryStanding(LibraryState.Nominated), Head));
        Assert.Equal([LibraryStep.GiveOpinion], LibraryProcess.StepsFor(new LibraryStanding(LibraryState.Nominated), Expert));
        Assert.Equal([LibraryStep.Nominate], LibraryProcess.StepsFor(null, Own));
        Assert.Empty(LibraryProcess.StepsFor(null, Other));
    }

    [Theory]
    [InlineData("2026-04-29", "2026-04-30")]
    [InlineData("2026-04-30", "2027-04-30")]
    [InlineData("2026-05-01", "2027-04-30")]
    public void The_next_review_is_the_next_review_day_after_today(string today, string due) =>
        Assert.Equal(DateOnly.Parse(due, null), Library.NextReview(DateOnly.Parse(today, null)));

    private static StepResult Take(LibraryStanding? standing, LibraryAction action, LibraryActor actor) =>
        LibraryProcess.Apply(standing, action, actor, "理由", Today, Library);

    private static LibraryStanding Moved(StepResult result) => Assert.IsType<StepResult.Moved>(result).Standing;

    private static LibraryAction ActionFor(LibraryStep step) => step switch
    {
        LibraryStep.Discover => new LibraryAction.Discover(),
        LibraryStep.Nominate => new LibraryAction.Nominate(EntryDoor.RuleScreen, ""),
        LibraryStep.AskOpinion => new LibraryAction.AskOpinion(1),
        LibraryStep.GiveOpinion => new LibraryAction.GiveOpinion("单位", true),
        LibraryStep.Confirm => new LibraryAction.Confirm(null),
        LibraryStep.Decline => new LibraryAction.Decline(),
        LibraryStep.OpenReview => new LibraryAction.OpenReview(),
        LibraryStep.PassReview => new LibraryAction.PassReview(null),
        LibraryStep.Warn => new LibraryAction.Warn(),
        LibraryStep.LiftWarning => new LibraryAction.LiftWarning(),
        _ => new LibraryAction.Exit(ExitGround.OwnRequest),
    };
}
