using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Redemption.Awards;

/// <summary>Every way a step of redemption can end.</summary>
public abstract record StepResult
{
    private StepResult()
    {
    }

    /// <summary>Done and saved.</summary>
    /// <param name="Count">How many lines it touched.</param>
    /// <param name="Id">What was made, where something was.</param>
    public sealed record Done(int Count = 1, long Id = 0) : StepResult;

    /// <summary>Nothing has changed.</summary>
    public sealed record Refused(IReadOnlyList<Problem> Problems) : StepResult;

    /// <summary>There is no such thing, or not for this user.</summary>
    public sealed record NotFound : StepResult;

    internal static StepResult Because(string message, string field = "") => new Refused([new Problem(field, message)]);
}
