using Funeng.Modules.Foundation.Access;

namespace Funeng.Modules.Policies;

/// <summary>How far an enterprise has come with a benefit; the later ones are further.</summary>
public enum TakeStep
{
    Started,
    Applied,
    Awarded,
    Paid,
}

/// <summary>An enterprise that has come so far, at the least.</summary>
/// <param name="Item">With which item of the benefit; empty where it has none.</param>
public sealed record BenefitTaker(long Subject, TakeStep Step, string Item = "");

/// <summary>Says who has come how far with a benefit: answered by whoever keeps applications, awards and payments, each for its own part.</summary>
public interface IBenefitTakers
{
    /// <param name="benefit">Id of the benefit.</param>
    /// <param name="year">The year asked for; null for all, of what is had once for all.</param>
    Task<IReadOnlyList<BenefitTaker>> OfAsync(string benefit, int? year, CancellationToken cancellation);

    /// <summary>Who of an area ever began, or was given, which benefit: each once.</summary>
    Task<IReadOnlyList<(string Benefit, long Subject)>> EverAsync(Scope scope, CancellationToken cancellation);
}
