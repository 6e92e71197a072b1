using Funeng.Engines.Criteria;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>What earlier awards leave of an application.</summary>
/// <param name="Sure">Of what is certain already; null while the amount is not.</param>
/// <param name="Most">Of the most it can come to, where that is more.</param>
public sealed record ApplicationRoom(AwardRoom? Sure, AwardRoom Most)
{
    /// <summary>Nothing is left of it, whatever it comes to.</summary>
    public bool IsNone => Most.Fen == 0;

    public AwardRoom Said => Sure is { Reason.Length: > 0 } sure ? sure : Most;
}

/// <summary>Says from the first moment on what earlier awards leave of an application: nobody works on what cannot be approved without knowing it.</summary>
public sealed class ReadRoom(AwardBook awards)
{
    /// <param name="standing">Of the application: what the reader goes by.</param>
    /// <returns>Null where nothing is in the way of the whole amount, or nothing is to be decided any more.</returns>
    public async Task<ApplicationRoom?> RunAsync(ApplicationView view, BenefitStanding standing, CancellationToken cancellation)
    {
        if (view.Application.IsOver || !view.Benefit.IsCash) return null;
        var most = await RoomAsync(view, standing.Amount is { High: > 0 and var high } ? high : view.Benefit.Cap, cancellation);
        // Of what certainly comes to nothing only what shuts it out altogether is said.
        if (standing.Amount is { High: 0 } && most.Fen > 0) return null;
        var isSure = standing is { Outcome: Outcome.Met, Amount.Low: > 0 };
        var sure = !isSure ? null : standing.Amount!.IsExact ? most : await RoomAsync(view, standing.Amount.Low, cancellation);
        return most.Reason.Length > 0 || sure is { Reason.Length: > 0 } ? new ApplicationRoom(sure, most) : null;
    }

    private Task<AwardRoom> RoomAsync(ApplicationView view, decimal? yuan, CancellationToken cancellation)
    {
        var (application, benefit) = (view.Application, view.Benefit);
        var period = RedemptionPeriod.Read(application.Period, benefit) ?? application.Period;
        return awards.RoomAsync(benefit, application.Subject, period, application.Item, view.Standing.Verdict.On, (long?)(yuan * 100), application.Number, cancellation);
    }
}
