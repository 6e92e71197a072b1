using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.Applications;

/// <summary>Says from the first moment on what earlier awards leave of an application: nobody works on what cannot be approved without knowing it.</summary>
public sealed class ReadRoom(AwardBook awards)
{
    /// <returns>Null where nothing is in the way of the whole amount, or nothing is to be decided any more.</returns>
    public async Task<AwardRoom?> RunAsync(ApplicationView view, CancellationToken cancellation)
    {
        var (application, benefit) = (view.Application, view.Benefit);
        if (application.IsOver || !benefit.IsCash) return null;
        var yuan = view.Standing.Amount is { High: > 0 and var high } ? high : benefit.Cap;
        var period = RedemptionPeriod.Read(application.Period, benefit) ?? application.Period;
        var room = await awards.RoomAsync(benefit, application.Subject, period, application.Item, view.Standing.Verdict.On.Year, (long?)(yuan * 100), application.Number, cancellation);
        return room.Reason.Length > 0 ? room : null;
    }
}
