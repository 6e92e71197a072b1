using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Tasks;

/// <summary>An item to be opened. A task that is published needs a lead body or owner, and a due day; one of a conference or a campaign also an indicator.</summary>
/// <param name="Kind">One of the kinds of <c>rules/clocks.yaml</c>.</param>
public sealed record NewTask(string Kind, TaskSource Source, string Title)
{
    public TaskLevel Level { get; init; } = TaskLevel.Item;

    /// <summary>The item it is a part of.</summary>
    public long? Parent { get; init; }

    public string Detail { get; init; } = "";

    /// <summary>The opener's own name for it, unique in its source; without one a name is made.</summary>
    public string? Key { get; init; }

    /// <summary>Organization that leads (牵头单位).</summary>
    public long? LeadBody { get; init; }

    /// <summary>Organizations that help (配合单位).</summary>
    public IReadOnlyList<long> Cooperating { get; init; } = [];

    /// <summary>A person or a post; without one the members of the lead body.</summary>
    public Holder? Owner { get; init; }

    /// <summary>A promised day; without one the stages of the kind count.</summary>
    public DateOnly? Due { get; init; }

    public string? Region { get; init; }

    public string? Zone { get; init; }

    public TaskIndicator? Indicator { get; init; }

    /// <summary>Not given out yet: nobody but its maker sees it as work.</summary>
    public bool IsDraft { get; init; }

    public bool IsSynthetic { get; init; }

    /// <summary>It answers a request: whoever asked does not direct the work, so it has no creator among the accounts.</summary>
    public bool IsAsked { get; init; }

    /// <summary>When it was given out, for what began before it was entered; the clock runs from there.</summary>
    public DateTimeOffset? OpenedAt { get; init; }
}

/// <summary>Something that is done to an item.</summary>
public abstract record TaskAct
{
    private TaskAct()
    {
    }

    public sealed record Publish : TaskAct;

    public sealed record Report(string Text, decimal? Value = null) : TaskAct;

    /// <summary>The present stage is done; of the last one the whole is handed in.</summary>
    public sealed record FinishStage(string Text) : TaskAct;

    public sealed record Submit(string Text) : TaskAct;

    public sealed record Close(string Text) : TaskAct;

    public sealed record Return(string Reason) : TaskAct;

    public sealed record Pause(string Reason) : TaskAct;

    public sealed record Resume(string Reason) : TaskAct;

    public sealed record Extend(DateOnly Due, string Reason) : TaskAct;

    public sealed record Cancel(string Reason) : TaskAct;

    public sealed record Delegate(Holder To, string Reason) : TaskAct;

    public sealed record Urge(string Text) : TaskAct;
}

/// <summary>Every way opening or changing an item can end.</summary>
public abstract record TaskResult
{
    private TaskResult()
    {
    }

    /// <summary>Added to the unit of work, not saved yet.</summary>
    public sealed record Done(TaskItem Item) : TaskResult;

    public sealed record Refused(IReadOnlyList<Problem> Problems) : TaskResult;

    public sealed record NotFound : TaskResult;
}
