using System.Globalization;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies.Care;
using Funeng.Modules.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Policies.Partners;

/// <summary>Before the term of a partner ends its review becomes a task of the office; one for each term, for ever.</summary>
public sealed class OpenPartnerReviews(FunengDb db, PartnerKinds kinds, PolicyBook book, PolicyOffices offices, TaskBook tasks, OfficialCalendar calendar, CityProfile city, TimeProvider time)
{
    public const string Source = "partner";

    private const int LeastWorkdays = 10;

    /// <returns>How many tasks were opened.</returns>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (book.Find(kinds.Policy) is not { } policy || PolicyOffices.Find(policy.Office, await offices.AllAsync(cancellation)) is not { } body) return 0;
        var (today, opened) = (city.Today(time), 0);
        foreach (var (partner, to) in await EndingAsync(today, cancellation))
        {
            var (source, key) = (partner.Id.ToString(CultureInfo.InvariantCulture), to.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
            if (await tasks.FindAsync(Source, source, key, cancellation) is not null) continue;
            var soonest = calendar.Calendar.Add(today, LeastWorkdays);
            var made = await tasks.OpenAsync(
                new NewTask(OpenCareTasks.Kind, new TaskSource(Source, source, "城市发展合伙人", $"/partners/{partner.Id}"), $"城市合伙人{partner.Person}任期到 {Fmt.Date(to)}，请审议续聘")
                {
                    Key = key, LeadBody = body.Id, Due = to > soonest ? to : soonest, Region = policy.Region, Detail = "看任期内的贡献，决定续聘还是终止，写明理由", IsSynthetic = partner.IsSynthetic,
                }, cancellation);
            opened += made is TaskResult.Done ? 1 : 0;
        }

        await db.SaveOrLeaveAsync(cancellation);
        return opened;
    }

    /// <summary>What was to be reviewed is decided; adds to the unit of work.</summary>
    internal async Task CloseAsync(long partner, string how, CancellationToken cancellation)
    {
        foreach (var item in (await tasks.OfAsync(Source, partner.ToString(CultureInfo.InvariantCulture), cancellation)).Where(item => !item.IsOver))
            await tasks.ActAsync(item.Id, item.State == TaskState.Paused ? new TaskAct.Cancel($"已{how}") : new TaskAct.Close($"已{how}"), cancellation);
    }

    private async Task<IEnumerable<(CityPartner Partner, DateOnly To)>> EndingAsync(DateOnly today, CancellationToken cancellation)
    {
        var steps = (await db.Set<PartnerStep>().AsNoTracking().Where(step => step.Act != PartnerAct.Contributed).ToListAsync(cancellation)).ToLookup(step => step.Partner);
        var partners = await db.Set<CityPartner>().AsNoTracking().ToListAsync(cancellation);
        return partners.Where(partner => steps[partner.Id].All(step => step.Act != PartnerAct.Ended)).Select(partner => (partner, steps[partner.Id].Max(step => step.ToOn)!.Value)).Where(one => one.Item2.AddDays(-kinds.ReviewDays) <= today);
    }
}
