using System.Globalization;
using Funeng.Engines.Criteria;
using Funeng.Modules.Facts;
using Funeng.Modules.Foundation.Data;
using Funeng.Modules.Foundation.Ui;
using Funeng.Modules.Lists;
using Funeng.Modules.Policies;
using Funeng.Modules.Redemption.Awards;

namespace Funeng.Modules.Redemption.NoApplication;

/// <summary>Who certainly meets one benefit, before each is decided by itself.</summary>
/// <param name="Unknown">Those of whom facts are missing.</param>
/// <param name="All">How many were looked at: enterprises, or items.</param>
internal sealed record FoundList(BenefitRule Rule, IReadOnlyList<FoundLine> Met, int Unknown, int All);

/// <param name="Standing">Decided by itself; null before that.</param>
internal sealed record FoundLine(BenefitRule Rule, EntitledEnterprise One, BenefitStanding? Standing, string Item, string ItemTitle)
{
    /// <summary>Whether what was paid for an item may have been for this one, under another first day.</summary>
    public Func<string, bool> IsSameTerm { get; init; } = _ => false;
}

/// <summary>A list on its way: line after line is placed on it, or left out with the reason, each against what the enterprise has with those before it.</summary>
/// <param name="Held">What each enterprise has already, and gets by this list.</param>
internal sealed record ListDraft(long Id, NewList Wanted, Dictionary<long, List<HeldAward>> Held)
{
    /// <summary>Numbers awarded to an enterprise, of each benefit: to no other one they are given again.</summary>
    public required IReadOnlyDictionary<(string Benefit, string Number), (long Subject, AwardState State)> Taken { get; init; }

    public List<Award> Lines { get; } = [];

    public List<LeftOut> LeftOut { get; } = [];

    public void Place(FoundLine found, AwardBook awards, AwardLimits limits, IdSource ids)
    {
        var (rule, one) = (found.Rule, found.One);
        var held = Held.TryGetValue(one.Id, out var own) ? own : Held[one.Id] = [];
        var reason = Obstacle(Wanted, found, held) ?? Elsewhere(found);
        var line = reason is null ? Line(found) : null;
        var room = line is null ? new AwardRoom(0, reason!) : limits.RoomFor(rule.Benefit, line.Period, line.Item, Wanted.On, AwardBook.Fen(line), held);
        if (line is null || room.Fen <= 0)
        {
            LeftOut.Add(Left(ids, rule, one, (found.Item.Length > 0 ? $"{found.ItemTitle}：" : "") + room.Reason));
            return;
        }

        var made = awards.Make(line, room);
        Lines.Add(made);
        held.Add(HeldAwards.Of(made, []));
    }

    private static string? Obstacle(NewList wanted, FoundLine found, List<HeldAward> held)
    {
        var (benefit, standing) = (found.Rule.Benefit, found.Standing!);
        if (standing.Outcome != Outcome.Met) return "逐家复核时条件不再成立，可能刚有新的数据";
        if (standing.Amount is not { IsExact: true } amount) return "符合条件，但金额要用的数据不全，算不出准数";
        if (Math.Floor(amount.Low * 100) <= 0) return "符合条件，但算出的金额为 0";
        if (benefit.Item is { } item && found.Item.Length == 0) return $"符合条件，但还不知道是哪一个{item.Name}，一项只给一次";
        if (held.Find(award => award.Benefit == benefit.Id && award.Item != found.Item && award.State != AwardState.ClawedBack && found.IsSameTerm(award.Item)) is { } term)
            return $"已按 {term.Item} 起的{benefit.Item?.Name}兑付过（{term.Period}，{term.State.DisplayName()}），起始日更正过的还是同一期；确是新的一期，请核对证书并登记起止日期";
        return held.Find(award => award.Benefit == benefit.Id && award.Period == wanted.Period && award.Item == found.Item) is { } same ? $"{same.Period} 的同一事项已在兑付（{same.State.DisplayName()}），不能重复" : null;
    }

    private string? Elsewhere(FoundLine found) => Taken.TryGetValue((found.Rule.Benefit.Id, found.Item), out var taken) && taken.Subject != found.One.Id
        ? ItemWords.PaidElsewhere(found.Rule.Benefit.Item!, found.Item, taken.State) : null;

    private NewAward Line(FoundLine found) =>
        new(found.Rule, new Subject { Id = found.One.Id, Kind = Subject.Enterprise, Code = found.One.Code, Name = found.One.Name, Region = found.One.Region, Zone = found.One.Zone }, Wanted.Period, Math.Floor(found.Standing!.Sure * 100) / 100)
        {
            Item = found.Item, ItemTitle = found.ItemTitle, DecidedOn = Wanted.On, Facts = EvidenceLines.Of(found.Standing.Verdict), Origin = AwardOrigin.NoApplication,
            OriginKey = Id.ToString(CultureInfo.InvariantCulture), Batch = Id, IsSynthetic = Wanted.IsSynthetic,
        };

    private LeftOut Left(IdSource ids, BenefitRule rule, EntitledEnterprise one, string reason) => new()
    {
        Id = ids.Next(), Batch = Id, Benefit = rule.Benefit.Id, Subject = one.Id, Code = one.Code, Name = one.Name, Region = one.Region, Zone = one.Zone, Reason = reason,
    };
}
