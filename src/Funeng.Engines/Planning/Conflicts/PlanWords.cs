namespace Funeng.Engines.Planning.Conflicts;

/// <summary>Says in words what a conflict is and what would solve it.</summary>
public sealed class PlanWords
{
    /// <summary>What an activity is called; by default its id in quotation marks.</summary>
    public Func<string, string> Name { get; init; } = id => $"“{id}”";

    /// <summary>The day that begins at an instant, as in 5月3日.</summary>
    public Func<long, string> StartDay { get; init; } = instant => $"第{instant + 1}日";

    /// <summary>The day that ends at an instant.</summary>
    public Func<long, string> FinishDay { get; init; } = instant => $"第{instant}日";

    /// <summary>What is counted.</summary>
    public string Unit { get; init; } = "个工作日";

    /// <summary>Words with dates for a time line of days (<see cref="DateOnly.DayNumber"/>).</summary>
    /// <param name="name">What an activity is called.</param>
    public static PlanWords ForDays(Func<string, string> name) => new()
    {
        Name = name,
        StartDay = instant => $"{DateOnly.FromDayNumber((int)instant):M月d日}",
        FinishDay = instant => $"{DateOnly.FromDayNumber((int)instant - 1):M月d日}",
    };

    /// <summary>Why a plan cannot be kept: the broken limit, by how much, and the chain that breaks it.</summary>
    /// <param name="conflict">The conflict.</param>
    /// <param name="network">The network it was found in.</param>
    public string Explain(Conflict conflict, Network network)
    {
        var activities = network.Activities.ToDictionary(activity => activity.Id);
        var limit = conflict.Parts.Last(part => part.Kind is ConflictPartKind.Promise or ConflictPartKind.FinishNoLaterThan or ConflictPartKind.StartNoLaterThan);
        var chain = conflict.Parts.Where(part => part != limit).Select(part => Say(part, activities));
        return $"{SayLimit(limit, activities[limit.Id], network)}，还差{conflict.Missing}{Unit}：{string.Join("；", chain)}";
    }

    /// <summary>One way out: what gives way and how far.</summary>
    /// <param name="plan">The way.</param>
    /// <param name="network">The network before anything gave way.</param>
    public string Propose(RelaxationPlan plan, Network network)
    {
        var activities = network.Activities.ToDictionary(activity => activity.Id);
        return string.Join("，并且", plan.Steps.Select(step => Say(step, activities, network)));
    }

    /// <summary>All ways out, the cheapest first: "“第17项”缩短2个工作日，或A件5月3日前送达".</summary>
    public string Propose(IReadOnlyList<RelaxationPlan> plans, Network network) => plans.Count == 0
        ? "可以调整的各项都不足以满足期限"
        : string.Join("，或", plans.Select(plan => Propose(plan, network)));

    private string SayLimit(ConflictPart limit, Activity activity, Network network) => limit.Kind switch
    {
        ConflictPartKind.Promise => $"承诺{FinishDay(network.Promised!.Value)}完成",
        ConflictPartKind.FinishNoLaterThan => $"{Name(activity.Id)}须在{FinishDay(activity.FinishNoLaterThan!.Value)}前完成",
        _ => $"{Name(activity.Id)}须在{StartDay(activity.StartNoLaterThan!.Value)}前开始",
    };

    private string Say(ConflictPart part, Dictionary<string, Activity> activities) => part.Kind switch
    {
        ConflictPartKind.Duration => $"{Name(part.Id)}用时{activities[part.Id].Duration}{Unit}",
        ConflictPartKind.Link => Say(part.Link!),
        ConflictPartKind.StartNoEarlierThan => $"{Name(part.Id)}{StartDay(activities[part.Id].StartNoEarlierThan!.Value)}才能开始",
        _ => $"{Name(part.Id)}{FinishDay(activities[part.Id].FinishNoEarlierThan!.Value)}才能完成",
    };

    private string Say(Link link)
    {
        var (from, to) = link.Type switch
        {
            LinkType.FinishToStart => ("完成后", "开始"),
            LinkType.StartToStart => ("开始后", "开始"),
            LinkType.FinishToFinish => ("完成后", "完成"),
            _ => ("开始后", "完成"),
        };
        var lag = link.Lag switch
        {
            0 => "",
            > 0 => $"再隔{link.Lag}{(link.IsElapsed ? "个自然日" : Unit)}",
            _ => $"（可提前{-link.Lag}{(link.IsElapsed ? "个自然日" : Unit)}）",
        };
        return $"{Name(link.From)}{from}{lag}{Name(link.To)}才能{to}";
    }

    private string Say(RelaxationStep step, Dictionary<string, Activity> activities, Network network)
    {
        var relaxation = step.Relaxation;
        var thing = relaxation.Thing ?? (activities.ContainsKey(relaxation.Id) ? Name(relaxation.Id) : relaxation.Id);
        return relaxation.Kind switch
        {
            RelaxationKind.Shorten => $"{thing}缩短{step.Units}{Unit}",
            RelaxationKind.StartEarlier => $"{thing}{StartDay(activities[relaxation.Id].StartNoEarlierThan!.Value - step.Units)}前{relaxation.Verb}",
            RelaxationKind.FinishLater => $"{thing}的完成期限推迟到{FinishDay(activities[relaxation.Id].FinishNoLaterThan!.Value + step.Units)}",
            RelaxationKind.StartLater => $"{thing}的开始期限推迟到{StartDay(activities[relaxation.Id].StartNoLaterThan!.Value + step.Units)}",
            _ => $"承诺完成日推迟到{FinishDay(network.Promised!.Value + step.Units)}",
        };
    }
}
