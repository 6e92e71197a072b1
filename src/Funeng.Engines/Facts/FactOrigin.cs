namespace Funeng.Engines.Facts;

/// <summary>Where the value of a fact comes from. A closed list: every reader of facts must say what it does with each.</summary>
public abstract record FactOrigin
{
    private FactOrigin()
    {
    }

    /// <summary>Filed by someone, once per year (<paramref name="PerYear"/>) or as a state that holds until the next filing.</summary>
    /// <param name="PerYear">True when each year has its own value; false when the latest filing holds.</param>
    public sealed record Filed(bool PerYear) : FactOrigin;

    /// <summary>A filed fact seen from the application date: 上年度营业收入 is <c>revenue</c> of the year before it.</summary>
    /// <param name="Of">Key of the filed fact.</param>
    /// <param name="YearOffset">Years from the year of the application date: 0 is that year, −1 the year before.</param>
    public sealed record View(string Of, int YearOffset) : FactOrigin;

    /// <summary>Computed by a FEEL formula over the names of the catalogue, unless it was filed itself.</summary>
    /// <param name="Formula">FEEL text; a formula that yields null leaves the fact missing.</param>
    public sealed record Derived(string Formula) : FactOrigin;

    /// <summary>True when a grant of the title of one scheme is valid on the application date.</summary>
    /// <param name="Scheme">Id of the scheme whose title is meant.</param>
    public sealed record TitleHeld(string Scheme) : FactOrigin;

    /// <summary>The conclusion of another scheme on the same facts, unless it was filed itself.</summary>
    /// <param name="Scheme">Id of the scheme; the version in force on the application date decides.</param>
    public sealed record SchemeResult(string Scheme) : FactOrigin;

    /// <summary>What a reviewer or an expert files about one item of one scheme; a state.</summary>
    /// <param name="Scheme">Id of the scheme that asks.</param>
    /// <param name="Question">What the reviewer is asked, as shown to people.</param>
    public sealed record Review(string Scheme, string Question) : FactOrigin;
}
