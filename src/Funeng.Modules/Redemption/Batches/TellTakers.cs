using System.Linq.Expressions;
using Funeng.Modules.Foundation.Access;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Notifications;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;
using Microsoft.EntityFrameworkCore;

namespace Funeng.Modules.Redemption.Batches;

/// <summary>An award as far as its enterprise is told of it.</summary>
public sealed record TakerLine(long Subject, string Title, string ItemTitle, long AmountFen)
{
    internal static Expression<Func<Award, TakerLine>> Of { get; } = award => new TakerLine(award.Subject, award.Title, award.ItemTitle, award.AmountFen);

    internal static Func<Award, TakerLine> From { get; } = Of.Compile();

    /// <summary>What for: 展位补助：广交会.</summary>
    internal string What => ItemTitle.Length > 0 ? $"{Title}：{ItemTitle}" : Title;
}

/// <summary>
/// Tells enterprises what becomes of their awards, on every account they have, in the unit of work of the step that is told of: what is not done is
/// not told, and what is done once is told once. However many lines an enterprise has in a step, it gets one message.
/// </summary>
public sealed class TellTakers(FunengDb db, NotificationBox box, PolicyBook book)
{
    private const int AtOnce = 500;

    internal const string Mine = "/redemption/mine";

    /// <param name="say">What is said to an enterprise of its lines, after their names and their sum.</param>
    public async Task RunAsync(IReadOnlyCollection<TakerLine> lines, string link, string say, CancellationToken cancellation)
    {
        foreach (var chunk in lines.GroupBy(line => line.Subject).Chunk(AtOnce))
        {
            var subjects = Array.ConvertAll(chunk, own => (long?)own.Key);
            var accounts = (await db.Set<Account>().AsNoTracking().Where(account => account.Role == Role.Enterprise && subjects.Contains(account.Organization))
                .Select(account => new { account.Id, Subject = account.Organization!.Value }).ToListAsync(cancellation)).ToLookup(account => account.Subject, account => account.Id);
            foreach (var own in chunk)
            {
                foreach (var account in accounts[own.Key]) box.Tell(account, Sum([.. own]) + say, link);
            }
        }
    }

    public Task RunAsync(Award line, string say, CancellationToken cancellation) => RunAsync([TakerLine.From(line)], Mine, say, cancellation);

    /// <summary>Whom to ask about a policy: its office, with the telephone where it is known.</summary>
    public string Whom(string policy) => book.Find(policy) is not { } known ? "主管部门" : known.Contact.Length > 0 ? $"{known.Office}（{known.Contact}）" : known.Office;

    private static string Sum(IReadOnlyCollection<TakerLine> own) =>
        $"{string.Join("、", own.Select(line => line.What).Distinct())}{(own.Count > 1 ? "共" : "")} {Fmt.Money(own.Sum(line => line.AmountFen) / 100m)}";
}
