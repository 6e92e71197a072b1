namespace Funeng.Engines.Facts;

/// <summary>All present facts of one subject as known at one moment, and the titles it was granted. Immutable.</summary>
public sealed class SubjectFacts
{
    private readonly Dictionary<(string Key, Period Period), Fact> facts;
    private readonly Dictionary<string, Fact> latest;
    private readonly bool titlesAsFiled;

    private SubjectFacts(
        FactCatalogue catalogue, Dictionary<(string, Period), Fact> facts, IReadOnlyList<TitleGrant> titles, bool titlesKnown, bool titlesAsFiled)
    {
        this.titlesAsFiled = titlesAsFiled;
        Catalogue = catalogue;
        this.facts = facts;
        latest = new Dictionary<string, Fact>(facts.Count);
        foreach (var fact in facts.Values)
        {
            if (!latest.TryGetValue(fact.Definition.Key, out var other) || fact.Period > other.Period) latest[fact.Definition.Key] = fact;
        }

        Titles = titles;
        TitlesKnown = titlesKnown;
    }

    /// <summary>Key of the filed fact by which somebody says that the titles registered are all there are.</summary>
    public const string TitlesChecked = "titlesChecked";

    /// <summary>The catalogue the facts are defined in.</summary>
    public FactCatalogue Catalogue { get; }

    /// <summary>Every filed fact, in no particular order.</summary>
    public IReadOnlyCollection<Fact> All => facts.Values;

    /// <summary>Every title ever granted, valid or not.</summary>
    public IReadOnlyList<TitleGrant> Titles { get; }

    /// <summary>False when nobody has said which titles the subject holds, so that each of them is a missing fact.</summary>
    public bool TitlesKnown { get; }

    /// <summary>The fact filed for exactly this period.</summary>
    /// <param name="definition">What is asked for.</param>
    /// <param name="period">The period it speaks of.</param>
    /// <returns>The fact, or null when nothing was filed.</returns>
    public Fact? Find(FactDefinition definition, Period period) => facts.GetValueOrDefault((definition.Key, period));

    /// <summary>The fact of the latest period filed, the one that holds for a state.</summary>
    /// <param name="definition">What is asked for.</param>
    /// <returns>The fact, or null when nothing was filed.</returns>
    public Fact? FindLatest(FactDefinition definition) => latest.GetValueOrDefault(definition.Key);

    /// <summary>The grant of a scheme's title that is valid on a day; of several the one that lasts longest.</summary>
    /// <param name="scheme">Id of the scheme.</param>
    /// <param name="day">The day asked about.</param>
    /// <returns>The grant, or null when no title of the scheme is valid then.</returns>
    public TitleGrant? FindTitle(string scheme, DateOnly day) => Titles
        .Where(grant => grant.Scheme == scheme && grant.IsValidOn(day))
        .MaxBy(grant => grant.To ?? DateOnly.MaxValue);

    /// <summary>A builder that starts from these facts.</summary>
    /// <returns>A builder with the same content.</returns>
    public Builder ToBuilder() => new(this);

    /// <summary>Collects filed facts; a later fact of the same definition and period replaces the earlier one.</summary>
    /// <param name="catalogue">The catalogue the facts are defined in.</param>
    public sealed class Builder(FactCatalogue catalogue)
    {
        private readonly Dictionary<(string, Period), Fact> facts = [];
        private readonly List<TitleGrant> titles = [];
        private bool titlesKnown = true;
        private bool titlesAsFiled;

        internal Builder(SubjectFacts start)
            : this(start.Catalogue)
        {
            facts = new Dictionary<(string, Period), Fact>(start.facts);
            titles = [.. start.Titles];
            titlesKnown = start.TitlesKnown;
            titlesAsFiled = start.titlesAsFiled;
        }

        /// <summary>The catalogue the facts are defined in.</summary>
        public FactCatalogue Catalogue => catalogue;

        /// <summary>Adds a filed fact.</summary>
        /// <param name="fact">The fact; its definition may be of any kind: a derived fact that was given is filed under its own key.</param>
        /// <returns>This builder.</returns>
        public Builder Add(Fact fact)
        {
            // A view given by a sheet is the filed fact of that year: one fact, one place.
            if (fact.Definition.Origin is FactOrigin.View view) fact = fact with { Definition = catalogue.Get(view.Of) };
            if (fact.Definition.Origin is FactOrigin.Filed { PerYear: false } && !fact.Period.IsState) fact = fact with { Period = Period.State };
            facts[(fact.Definition.Key, fact.Period)] = fact;
            return this;
        }

        /// <summary>Adds a value as given on an application date, filed by nobody: for cases and what-if questions.</summary>
        /// <param name="definition">Any definition of the catalogue; a view is filed as its base fact in the year it looks at.</param>
        /// <param name="value">The value; null adds nothing.</param>
        /// <param name="on">The application date, which decides the year.</param>
        /// <returns>This builder.</returns>
        public Builder Assume(FactDefinition definition, Feel.Values.FeelValue value, DateOnly on) =>
            value.IsNull ? this : Add(new Fact(definition, value, definition.PeriodOn(on), FilingRef.Assumed, DateTimeOffset.UnixEpoch));

        /// <summary>Takes out a filed value as it stands on an application date, so that it is missing: for what-if questions.</summary>
        /// <param name="definition">A filed fact, a view or a review item; what is computed follows from others and cannot be taken out itself.</param>
        /// <param name="on">The application date, which decides the year.</param>
        /// <returns>This builder.</returns>
        public Builder Forget(FactDefinition definition, DateOnly on)
        {
            var filed = definition.Origin is FactOrigin.View view ? catalogue.Get(view.Of) : definition;
            var isState = filed.Origin is FactOrigin.Filed { PerYear: false } or FactOrigin.Review;
            foreach (var key in facts.Keys.Where(key => key.Item1 == filed.Key && (isState || key.Item2 == definition.PeriodOn(on))).ToList()) facts.Remove(key);
            return this;
        }

        /// <summary>Adds a title grant.</summary>
        /// <param name="grant">The grant.</param>
        /// <returns>This builder.</returns>
        public Builder Add(TitleGrant grant)
        {
            titles.Add(grant);
            return this;
        }

        /// <summary>Says whether the titles are all the subject holds; when not, a title without a grant is missing instead of not held.</summary>
        /// <param name="known">True (the start value) when the register of titles was consulted.</param>
        /// <returns>This builder.</returns>
        public Builder TitlesAreKnown(bool known)
        {
            titlesKnown = known;
            titlesAsFiled = false;
            return this;
        }

        /// <summary>
        /// Lets the filings say whether the titles are all the subject holds: they do where one was ever granted, or where somebody filed that
        /// the register was checked. About a subject of which nobody said anything, nothing is known.
        /// </summary>
        /// <returns>This builder.</returns>
        public Builder TitlesAreAsFiled()
        {
            titlesAsFiled = true;
            return this;
        }

        /// <summary>Makes the immutable facts; the builder may go on being used.</summary>
        /// <returns>The facts added so far.</returns>
        public SubjectFacts Build() => new(catalogue, new Dictionary<(string, Period), Fact>(facts), [.. titles], titlesAsFiled ? titles.Count > 0 || IsChecked() : titlesKnown, titlesAsFiled);

        /// <summary>Makes the facts out of what was collected, which is not copied: the builder must not be used again.</summary>
        internal SubjectFacts Finish() => new(catalogue, facts, titles, titlesAsFiled ? titles.Count > 0 || IsChecked() : titlesKnown, titlesAsFiled);

        private bool IsChecked() => facts.TryGetValue((TitlesChecked, Period.State), out var said) && said.Value.IsTrue;
    }
}
