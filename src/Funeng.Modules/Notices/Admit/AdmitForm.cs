using System.Globalization;
using Funeng.Engines.Notices;
using Funeng.Modules.Notices.Drafts;
using Funeng.Modules.Policies;
using Microsoft.AspNetCore.Http;

namespace Funeng.Modules.Notices.Admit;

/// <summary>
/// The form beside a draft: what was just posted, else what was kept on an earlier visit, else what the notice itself says. One place for the page that
/// shows it and for the laboratory that tries it.
/// </summary>
public sealed class AdmitForm
{
    private const string BenefitsField = "Benefits";

    private readonly NoticeDraft draft;
    private readonly IFormCollection? posted;
    private readonly IReadOnlyDictionary<string, string[]> kept;
    private readonly IReadOnlyDictionary<int, int> own;
    private readonly NoticeTerms terms;
    private readonly string place;

    /// <param name="count">How many benefits are asked for; null for as many as were kept, or as the notice names.</param>
    internal AdmitForm(NoticeDraft draft, IReadOnlyList<SignedCondition> conditions, IReadOnlyList<PolicyPlace> places, NoticeDrafter drafter, IFormCollection? posted, int? count)
    {
        (this.draft, this.posted, Conditions, kept) = (draft, posted, conditions, draft.ReadTyped());
        var sentences = draft.Read();
        terms = NoticeTerms.Read(sentences.Select(sentence => sentence.Text), draft.Issued);
        var given = sentences.Select((sentence, at) => (At: at, sentence.Text, Award: drafter.Award(sentence.Text, draft.Issued?.Year))).Where(one => one.Award is not null).ToLookup(one => one.Award!.Feel is not null || one.Award.Most is not null);
        Awards = [.. given[true].Select(one => one.Award!)];
        Unread =
        [
            .. given[false].Select(one => new UnreadSentence(one.Text, $"给多少没有读出来，没有成为事项：{one.Award!.Left}")),
            .. sentences.Where(sentence => sentence.Left.Count > 0).Select(sentence => new UnreadSentence(sentence.Text, $"{(sentence.Feel is null ? "没有读成条件" : "只读成了一部分，没有读成的")}：{string.Join("；", sentence.Left)}")),
        ];
        own = NoticeArticles.Awards([.. sentences.Select(sentence => sentence.Text)], [.. given[true].Select(one => one.At)]);
        Count = Math.Clamp(count ?? (int.TryParse(kept.GetValueOrDefault(BenefitsField)?[0], out var before) ? before : Math.Max(1, Awards.Count)), 1, AdmitNotice.MostBenefits);
        place = conditions.Select(condition => condition.Place).FirstOrDefault(found => found is not null)?.Value ?? places.FirstOrDefault(one => one.Level == "City")?.Value ?? "";
    }

    internal IReadOnlyList<SignedCondition> Conditions { get; }

    public IReadOnlyList<NoticeAward> Awards { get; }

    /// <summary>What speaks of money or of a condition and stands neither in a benefit nor in a condition: whoever puts the policy in force has to know.</summary>
    internal IReadOnlyList<UnreadSentence> Unread { get; }

    /// <summary>How many benefits the form has.</summary>
    public int Count { get; }

    /// <summary>What stands in a field.</summary>
    public string Said(string name) => posted is not null ? posted[name].ToString() : kept.TryGetValue(name, out var values) ? values.FirstOrDefault() ?? "" : Default(name);

    /// <summary>What is chosen of several.</summary>
    public IReadOnlyList<string> Chosen(string name) => posted is not null ? [.. posted[name].OfType<string>().Where(value => value.Length > 0)] : kept.GetValueOrDefault(name) ?? [];

    /// <summary>Everything as it stands, to be kept.</summary>
    public IReadOnlyDictionary<string, string[]> All(int count) =>
        (posted ?? throw new InvalidOperationException("Nothing was posted.")).Where(field => char.IsAsciiLetterUpper(field.Key[0])).ToDictionary(field => field.Key, field => field.Value.OfType<string>().ToArray())
            .Append(new(BenefitsField, [count.ToString(CultureInfo.InvariantCulture)])).ToDictionary(field => field.Key, field => field.Value);

    internal TypedPolicy Typed() => new(
        Said("Office"), Said("Contact"), Said("Place"), AdmitNotice.Day(Said("From")), AdmitNotice.Day(Said("To")), Chosen("Topics"), Said("Summary"), Said("Replaces"),
        [.. Enumerable.Range(1, Count).Select(Benefit)], Conditions.ToDictionary(condition => condition.Sentence, condition => int.TryParse(Said($"Of{condition.Sentence}"), out var of) ? of : 0)) 
    {
        Link = Said("Link"), CeilingTitle = Said("CeilingTitle"), CeilingMost = Said("CeilingMost"), Plain = Conditions.ToDictionary(condition => condition.Sentence, condition => Said($"Plain{condition.Sentence}")),
    };

    private TypedBenefit Benefit(int n) => new(
        Said($"Title{n}"), Said($"Mode{n}"), Said($"Amount{n}"), Said($"AmountText{n}"), Said($"Cap{n}"), Said($"Period{n}"), Said($"Deadline{n}"), Said($"Payer{n}"), Said($"Apart{n}"))
    {
        RoundTo = Said($"RoundTo{n}"), Budget = Said($"Budget{n}"), Materials = Said($"Materials{n}"), Exclusive = Chosen($"Exclusive{n}"), Needs = Chosen($"Needs{n}"), Ceiling = Said($"Ceiling{n}"),
    };

    private string Default(string name)
    {
        var digits = name.Length - name.AsSpan().TrimEnd("0123456789").Length;
        var (field, number) = (name[..^digits], digits > 0 ? int.Parse(name.AsSpan(name.Length - digits), CultureInfo.InvariantCulture) : 0);
        var award = Awards.ElementAtOrDefault(number - 1);
        return field switch
        {
            "Office" => draft.Issuer,
            "From" => Day(terms.From ?? draft.Issued),
            "To" => Day(terms.To),
            "Deadline" => Day(terms.Deadline),
            "Contact" => terms.Contact ?? "",
            "Place" => place,
            "Mode" => nameof(RedemptionMode.Application),
            "Period" => "一次",
            "Amount" => award?.Feel ?? "",
            "AmountText" => award?.Text ?? "",
            "Cap" => (award?.Most / 10_000)?.ToString("0.####", CultureInfo.InvariantCulture) ?? "",
            "Of" => Count > 1 && own.TryGetValue(number, out var of) && of <= Count ? of.ToString(CultureInfo.InvariantCulture) : "0",
            _ => "",
        };
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";
}

/// <param name="Why">What is not in the policy, and why.</param>
internal sealed record UnreadSentence(string Text, string Why);
