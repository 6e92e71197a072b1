using Funeng.Engines.Criteria;
using Funeng.Modules.Foundation.Ui;

namespace Funeng.Modules.Policies.Match;

/// <summary>How an enterprise comes by a benefit today: what it has begun, whether it can begin, and what is to be said beside it.</summary>
/// <param name="Begun">Of this benefit.</param>
/// <param name="Note">Without a full stop; empty where there is nothing to say.</param>
public sealed record BenefitWay(IReadOnlyList<BegunBenefit> Begun, bool CanBegin, string Note)
{
    public static readonly BenefitWay None = new([], false, "");

    /// <param name="outcome">How the benefit stands; null where nobody can have it today.</param>
    /// <param name="isHad">Nothing is left of it beside what the enterprise was granted.</param>
    public static BenefitWay Of(BenefitRule rule, Outcome? outcome, bool isHad, DateOnly on, IReadOnlyList<BegunBenefit> begun)
    {
        var benefit = rule.Benefit;
        if (ShutOn(rule, on) is { } shut) return new BenefitWay(begun, false, shut);
        if (!benefit.IsAppliedFor) return new BenefitWay(begun, false, outcome == Outcome.NotMet || isHad ? "" : benefit.Mode.Way());
        // Of what is given item by item another one can be begun beside those that are under way.
        var canBegin = !isHad && outcome is Outcome.Met or Outcome.Unknown && (begun.Count == 0 || benefit.Item is { By: ItemBy.Number });
        return new BenefitWay(begun, canBegin, canBegin && benefit.Deadline is { } last ? $"{Fmt.Date(last)} 截止，{Left(last, on)}" : "");
    }

    /// <summary>Why nobody can begin on a day, and since or until when; null when it is open.</summary>
    private static string? ShutOn(BenefitRule rule, DateOnly on) => rule switch
    {
        { Policy.Withdrawn.Length: > 0 } => "政策已不在执行",
        _ when on < rule.Policy.EffectiveFrom => $"政策自 {Fmt.Date(rule.Policy.EffectiveFrom)} 起施行，到时再{(rule.Benefit.IsAppliedFor ? "申报" : "享受")}",
        _ when on > rule.Policy.EffectiveTo => $"政策已于 {Fmt.Date(rule.Policy.EffectiveTo)} 失效",
        { Benefit: { IsAppliedFor: true, Deadline: { } last } } when last < on => $"申报已于 {Fmt.Date(last)} 截止",
        _ => null,
    };

    private static string Left(DateOnly last, DateOnly on) => last == on ? "今天是最后一天" : $"还有 {last.DayNumber - on.DayNumber} 天";
}
