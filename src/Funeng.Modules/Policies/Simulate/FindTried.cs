namespace Funeng.Modules.Policies.Simulate;

/// <summary>Finds what the laboratory is asked to try: a benefit of the library, or one of a drafted notice.</summary>
public sealed class FindTried(PolicyBook book, IEnumerable<IDraftedPolicies> drafts)
{
    /// <param name="benefit">Id of a benefit; with a draft the first of it where it names none of its own.</param>
    /// <returns>The draft there is one asked for and seen, and the benefit; of either null for none.</returns>
    public async Task<(DraftedPolicy? Draft, TriedRule? Tried)> RunAsync(string benefit, long? draft, CancellationToken cancellation)
    {
        if (draft is not { } id) return (null, book.FindBenefit(benefit) is { Benefit.IsForEnterprise: true } rule ? new TriedRule(rule, book.FindFile(rule.Policy.Id)!.Text) : null);
        foreach (var source in drafts)
        {
            if (await source.FindAsync(id, cancellation) is not { } found) continue;
            return (found, (found.Rules.FirstOrDefault(one => one.Benefit.Id == benefit) ?? (found.Rules is [var first, ..] ? first : null)) is { } drafted ? new TriedRule(drafted, found.Text) { Draft = found } : null);
        }

        return (null, null);
    }

    /// <summary>The drafts that can be tried, the latest first.</summary>
    public async Task<IReadOnlyList<(long Draft, string Title, bool IsSigned)>> OpenAsync(int most, CancellationToken cancellation)
    {
        var open = new List<(long, string, bool)>();
        foreach (var source in drafts) open.AddRange(await source.OpenAsync(most, cancellation));
        return open;
    }
}
