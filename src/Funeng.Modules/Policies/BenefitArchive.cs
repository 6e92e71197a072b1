using Funeng.Engines.Facts;
using Funeng.Modules.Schemes;

namespace Funeng.Modules.Policies;

/// <summary>A benefit as it was when it decided: its policy word for word, the rule, and the book of the time it leans on.</summary>
public sealed class ArchivedBenefit
{
    private readonly RuleBook book;

    internal ArchivedBenefit(BenefitRule rule, RuleBook book) => (Rule, this.book) = (rule, book);

    public BenefitRule Rule { get; }

    /// <summary>The formula with cap and rounding, as it is computed; empty for a benefit without a sum.</summary>
    public string AmountRule => Rule.Benefit.HasAmount ? BenefitModel.AmountRule(Rule.Benefit) : "";

    /// <summary>Decided again on facts; those the catalogue of the time did not know cannot have decided anything.</summary>
    public BenefitStanding Decide(SubjectFacts known, DateOnly on, string? region) => DecideBenefits.Of(Rule, book.View(RuleArchive.In(book.Catalogue, known), on), region);
}

/// <summary>The benefits that ever decided about money, by the signature that awards name: years later, when the library has moved on, they read and decide as they did.</summary>
public sealed class BenefitArchive(RuleArchive archive)
{
    /// <param name="sha256">Signature of the rule, as an award names it.</param>
    /// <param name="benefit">Id of the benefit.</param>
    /// <returns>Null where nobody has kept it: before awards kept their rules.</returns>
    public async Task<ArchivedBenefit?> FindAsync(string sha256, string benefit, CancellationToken cancellation)
    {
        if (await archive.FindTextAsync(sha256, cancellation) is not { } found) return null;
        var policy = PolicyReader.Read(benefit[..benefit.IndexOf('/', StringComparison.Ordinal)], found.Text.Notice);
        var (scheme, _) = new SchemeCompiler(found.Book.Catalogue, found.Text.Units).Compile(found.Text.Criteria);
        return scheme is null || policy.Benefits.FirstOrDefault(one => one.Id == benefit) is not { } own ? null
            : new ArchivedBenefit(new BenefitRule(policy, own, new RulePack(scheme, found.Text, Notice.Empty, "") { Sha256 = sha256 }), found.Book);
    }
}
