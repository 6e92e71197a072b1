using System.Globalization;
using System.Text;
using Funeng.Feel.Values;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.City;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Funeng.Modules.Redemption.Batches;
using Funeng.Modules.Redemption.NoApplication;
using Funeng.Modules.Redemption.Payees;
using Funeng.Modules.Redemption.Payments;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Host.Demo;

/// <summary>
/// Redemption in the demo city: lists of the policies that need no application, one waiting for the enterprises to confirm, one paid, one public,
/// one for which the money does not reach and that is approved in part, one not looked at yet; and what comes after a payment (<see cref="DemoAftercare"/>).
/// Everything goes through the use cases, done by the demo's own accounts; the lists are marked as synthetic.
/// </summary>
internal sealed class DemoRedemption(IServiceProvider services, DateOnly today)
{
    private const int Wanted = 5;

    /// <summary>The policy of which the enterprise of the demo has something, by facts filed for it.</summary>
    private const string OwnPolicy = "zb-trade-support";

    private Dictionary<Role, Account> people = [];

    public static async Task LoadAsync(IServiceProvider services, CancellationToken cancellation)
    {
        await using var scope = services.CreateAsyncScope();
        if (await scope.ServiceProvider.GetRequiredService<FunengDb>().Set<RedemptionBatch>().AnyAsync(cancellation)) return;
        var today = scope.ServiceProvider.GetRequiredService<CityProfile>().Today(scope.ServiceProvider.GetRequiredService<TimeProvider>());
        await new DemoRedemption(services, today).RunAsync(cancellation);
    }

    private async Task RunAsync(CancellationToken cancellation)
    {
        people = await AsAsync(null, unit => unit.GetRequiredService<FunengDb>().Set<Account>().AsNoTracking().Where(account => account.Role != Role.Administrator).GroupBy(account => account.Role)
            .Select(group => group.OrderBy(account => account.Id).First()).ToDictionaryAsync(account => account.Role, cancellation));
        if (new[] { Role.BureauOfficer, Role.BureauHead, Role.Treasurer, Role.Leader }.Any(role => !people.ContainsKey(role))) return;
        var own = people.GetValueOrDefault(Role.Enterprise)?.Organization;
        if (own is not null) await AsAsync(Role.Enterprise, unit => unit.GetRequiredService<ConfirmPayee>().RunAsync(new TypedAccount("齐商银行演示支行", "6230000011112222"), null, cancellation));
        if (own is { } enterprise) await FileAsync(enterprise, cancellation);
        await DemoAftercare.LoadGrownAsync(services, people, today, cancellation);
        var lists = await ListsAsync(own, cancellation);
        // The paid one before the one that waits: an enterprise that confirms its account confirms it for all that is approved then.
        foreach (var (list, at) in lists.Select((list, at) => (list, at)).OrderByDescending(entry => entry.at == 1)) await CarryAsync(list, at, own, cancellation);
        await DemoAftercare.LoadAsync(services, people, today, cancellation);
        await DemoItems.LoadAsync(services, people[Role.BureauOfficer], own, cancellation);
        await DemoPremises.LoadAsync(services, people[Role.BureauOfficer], people.GetValueOrDefault(Role.Enterprise), today, cancellation);
        await DemoPartners.LoadAsync(services, own, today, cancellation);
    }

    private Task FileAsync(long own, CancellationToken cancellation) => AsAsync(null, async unit =>
    {
        var store = unit.GetRequiredService<FactStore>();
        await store.RecordAsync(
            new NewFiling(own, new Engines.Facts.Period(today.Year - 1), FactSources.Synthetic, [new("exportValue", FeelValue.From(8_000_000L)), new("creditInsurancePremium", FeelValue.From(96_000L))]), cancellation);
        await store.RecordAsync(new NewFiling(own, Engines.Facts.Period.State, FactSources.Synthetic, [new("notOnDishonestyList", FeelValue.True)]), cancellation);
        await store.PublishAsync(cancellation);
        return true;
    });

    /// <summary>Computes lists; one on which the enterprise of the demo stands comes first.</summary>
    private async Task<List<long>> ListsAsync(long? own, CancellationToken cancellation)
    {
        var made = new List<(long Id, bool HasOwn)>();
        var book = services.GetRequiredService<PolicyBook>();
        foreach (var policy in book.Policies.Where(policy => policy.Pattern.Length == 0 && policy.Region.Length > 0 && policy.IsInForce(today)).OrderByDescending(policy => policy.Id == OwnPolicy))
        {
            if (made.Count >= Wanted) break;
            List<string> benefits = [.. policy.Benefits.Where(benefit => benefit is { Mode: RedemptionMode.NoApplication, IsCash: true, IsForEnterprise: true }).Select(benefit => benefit.Id)];
            if (benefits.Count == 0) continue;
            var result = await AsAsync(Role.BureauOfficer, unit => unit.GetRequiredService<ComputeList>().RunAsync(
                new NewList(policy.Id, benefits, today.Year.ToString(CultureInfo.InvariantCulture), today) { Planned = today.AddDays(20), IsSynthetic = true }, cancellation));
            if (result is StepResult.Done done)
                made.Add((done.Id, await AsAsync(null, unit => unit.GetRequiredService<FunengDb>().Set<Award>().AnyAsync(award => award.Batch == done.Id && award.Subject == own, cancellation))));
        }

        return [.. made.OrderByDescending(list => list.HasOwn).ThenBy(list => list.Id).Select(list => list.Id)];
    }

    private async Task CarryAsync(long list, int at, long? own, CancellationToken cancellation)
    {
        if (at >= 4) return;
        await AsAsync(Role.BureauOfficer, unit => unit.GetRequiredService<ConfirmLines>().RunAsync(list, null, cancellation));
        await AsAsync(Role.BureauOfficer, unit => unit.GetRequiredService<PublishBatch>().RunAsync(list, today.AddDays(20), cancellation));
        if (at == 2) return;
        await AsAsync(null, unit => unit.GetRequiredService<FunengDb>().Set<RedemptionBatch>().Where(batch => batch.Id == list)
            .ExecuteUpdateAsync(row => row.SetProperty(batch => batch.PublicFrom, today.AddDays(-25)).SetProperty(batch => batch.PublicTo, today.AddDays(-17)), cancellation));
        await FundAsync(list, at == 3 ? 0.6m : 1.5m, cancellation);
        await AsAsync(Role.BureauHead, unit => unit.GetRequiredService<ApproveBatch>().RunAsync(list, partly: true, cancellation));
        // Whoever the money reached has not said yet where it goes; the others wait for the next.
        if (at == 3)
        {
            await SpreadAsync(list, cancellation);
            return;
        }

        await ConfirmAsync(list, at == 0 ? own : null, cancellation);
        if (at == 1) await PayAsync(list, cancellation);
    }

    private Task FundAsync(long list, decimal share, CancellationToken cancellation) => AsAsync(Role.Treasurer, async unit =>
    {
        var db = unit.GetRequiredService<FunengDb>();
        var batch = await db.Set<RedemptionBatch>().AsNoTracking().SingleAsync(row => row.Id == list, cancellation);
        var fen = await db.Set<Award>().Where(award => award.Batch == list).SumAsync(award => award.AmountFen, cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await unit.GetRequiredService<BudgetBook>().SetAsync(batch.Policy, "", today.Year, (long)(fen * share), "演示数据：年度预算", true, cancellation);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    });

    /// <summary>As if the money had been promised bit by bit over two months: so that it can be seen when the rest runs out.</summary>
    private Task SpreadAsync(long list, CancellationToken cancellation) => AsAsync(null, async unit =>
    {
        var db = unit.GetRequiredService<FunengDb>();
        var entries = await db.Set<BudgetEntry>().Where(entry => entry.Batch == list && entry.Kind == EntryKind.Committed).OrderBy(entry => entry.Id).ToListAsync(cancellation);
        foreach (var (entry, at) in entries.Select((entry, at) => (entry, at))) db.Entry(entry).Property(row => row.At).CurrentValue = entry.At.AddDays(-60 + (60 * at / entries.Count));
        return await db.SaveChangesAsync(cancellation);
    });

    /// <summary>The enterprises of a list say where their money goes; all but the one whose user of the demo shall do it.</summary>
    private async Task ConfirmAsync(long list, long? except, CancellationToken cancellation)
    {
        var subjects = await AsAsync(null, unit => unit.GetRequiredService<FunengDb>().Set<Award>().Where(award => award.Batch == list && award.State == AwardState.Approved && award.Subject != except)
            .Select(award => award.Subject).Distinct().OrderBy(subject => subject).Take(200).ToListAsync(cancellation));
        foreach (var (subject, at) in subjects.Select((subject, at) => (subject, at)))
        {
            await using var unit = services.CreateAsyncScope();
            unit.ServiceProvider.GetRequiredService<CurrentUser>().ActAs(null, "演示城市", Role.Enterprise, Scope.OfOrganization(subject));
            await unit.ServiceProvider.GetRequiredService<ConfirmPayee>().RunAsync(new TypedAccount("齐商银行演示支行", string.Create(CultureInfo.InvariantCulture, $"62300000{at:00000000}")), null, cancellation);
        }
    }

    private async Task PayAsync(long list, CancellationToken cancellation)
    {
        if (await AsAsync(Role.Treasurer, unit => unit.GetRequiredService<MakePayment>().RunAsync(list, cancellation)) is not StepResult.Done made) return;
        await AsAsync(Role.BureauHead, unit => unit.GetRequiredService<SignPayment>().RunAsync(made.Id, cancellation));
        await AsAsync(Role.Leader, unit => unit.GetRequiredService<SignPayment>().RunAsync(made.Id, cancellation));
        await AsAsync(Role.Treasurer, unit => unit.GetRequiredService<BankFile>().SendAsync(made.Id, cancellation));
        var answer = await AsAsync(null, async unit =>
        {
            var db = unit.GetRequiredService<FunengDb>();
            var number = await db.Set<Payment>().Where(payment => payment.Id == made.Id).Select(payment => payment.Number).SingleAsync(cancellation);
            var lines = await db.Set<PaymentLine>().AsNoTracking().Where(line => line.Payment == made.Id).OrderBy(line => line.Place).ToListAsync(cancellation);
            return "业务号,金额,结果,日期,流水号\r\n" + string.Concat(lines.Select(line => string.Create(
                CultureInfo.InvariantCulture, $"{BankFile.KeyOf(number, line.Place)},{line.AmountFen / 100m:0.00},成功,{today:yyyy-MM-dd},YS{line.Place:000000}\r\n")));
        });
        await AsAsync(Role.Treasurer, unit => unit.GetRequiredService<ReadResult>().RunAsync(made.Id, "演示回盘.csv", Encoding.UTF8.GetBytes(answer), cancellation));
    }

    /// <summary>A unit of work of somebody of the demo; of the product itself for nobody.</summary>
    private async Task<T> AsAsync<T>(Role? role, Func<IServiceProvider, Task<T>> act)
    {
        await using var unit = services.CreateAsyncScope();
        var user = unit.ServiceProvider.GetRequiredService<CurrentUser>();
        if (role is { } known) user.ActAs(people[known].Id, people[known].DisplayName, known, people[known].Scope);
        else user.ActAsSystem();
        return await act(unit.ServiceProvider);
    }
}
