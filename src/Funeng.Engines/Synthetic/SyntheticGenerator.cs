namespace Funeng.Engines.Synthetic;

/// <summary>Makes a plausible city of any size, one enterprise after the other. The same seed and index always give the same enterprise.</summary>
public sealed class SyntheticGenerator
{
    private readonly SyntheticCity city;
    private readonly long seed;
    private readonly double[] placeBounds;
    private readonly double[] industryBounds;
    private readonly double[] sizeBounds;

    /// <summary>Prepares the weights.</summary>
    /// <param name="city">What the city is made of.</param>
    /// <param name="seed">Any number; another seed gives another city.</param>
    /// <exception cref="ArgumentException">The city has no place or no industry.</exception>
    public SyntheticGenerator(SyntheticCity city, long seed)
    {
        if (city.Places.Count == 0 || city.Industries.Count == 0) throw new ArgumentException("A city needs places and industries.", nameof(city));
        this.city = city;
        this.seed = seed;
        placeBounds = Cumulate(city.Places.Select(place => place.Weight));
        industryBounds = Cumulate(city.Industries.Select(industry => industry.Weight));
        sizeBounds = Cumulate([city.Sizes.Micro, city.Sizes.Small, city.Sizes.Medium, city.Sizes.Large]);
    }

    /// <summary>Streams the first enterprises of the city; memory does not grow with their number.</summary>
    /// <param name="count">How many; up to 887 million have codes of their own.</param>
    /// <returns>The enterprises by index.</returns>
    public IEnumerable<SyntheticEnterprise> Generate(long count)
    {
        for (var index = 0L; index < count; index++) yield return At(index);
    }

    /// <summary>Makes one enterprise without those before it.</summary>
    /// <param name="index">Position in the city, counted from 0.</param>
    /// <returns>The enterprise.</returns>
    public SyntheticEnterprise At(long index)
    {
        var random = SyntheticRandom.For(seed, index);
        var size = (SizeClass)Pick(sizeBounds, random.Next());
        var place = city.Places[Pick(placeBounds, random.Next())];
        var industry = city.Industries[Pick(industryBounds, random.Next())];
        var profile = SyntheticProfile.Draw(city, industry, size, ref random);
        return new SyntheticEnterprise(
            index,
            SyntheticCodes.Of(seed, index, place.Code),
            SyntheticNames.Of(city, place, industry, size, seed, index, ref random),
            industry.Code,
            place.Code,
            place.Zone,
            profile.Founded,
            SyntheticFilings.Of(city, industry, profile, ref random),
            SyntheticTitles.Of(city, profile, ref random));
    }

    private static double[] Cumulate(IEnumerable<double> weights)
    {
        var bounds = new List<double>();
        foreach (var weight in weights) bounds.Add((bounds.Count == 0 ? 0 : bounds[^1]) + weight);
        return [.. bounds.Select(bound => bound / bounds[^1])];
    }

    private static int Pick(double[] bounds, double at)
    {
        var found = Array.BinarySearch(bounds, at);
        return Math.Min(found >= 0 ? found + 1 : ~found, bounds.Length - 1);
    }
}

/// <summary>Size classes as the generator draws them; the classification scheme decides the real one from the facts.</summary>
internal enum SizeClass
{
    Micro,
    Small,
    Medium,
    Large,
}
