namespace Funeng.Engines.Planning.Chances;

/// <summary>Colours of a light.</summary>
public enum LightColour
{
    /// <summary>Likely in time.</summary>
    Green,

    /// <summary>In doubt, or too little known to say.</summary>
    Yellow,

    /// <summary>Likely late.</summary>
    Red,
}

/// <summary>A light with its reason in words.</summary>
/// <param name="Colour">The colour.</param>
/// <param name="Reason">Why, in Chinese.</param>
/// <param name="IsForLackOfData">True when other data of the same kind could change the colour.</param>
public sealed record ChanceLight(LightColour Colour, string Reason, bool IsForLackOfData)
{
    /// <summary>Gives a chance its light: green when it is at least so high even at its least, red when it is below so much even at its best guess.</summary>
    /// <param name="chance">The chance.</param>
    /// <param name="name">What an activity is called.</param>
    /// <param name="green">Green from this chance on.</param>
    /// <param name="red">Red below this chance.</param>
    public static ChanceLight Of(FinishChance chance, Func<string, string> name, double green = 0.8, double red = 0.5)
    {
        var colour = chance.Low >= green ? LightColour.Green : chance.Point < red && chance.High < green ? LightColour.Red : LightColour.Yellow;
        var isOpen = (chance.Low < green && chance.High >= green) || (chance.Low < red && chance.High >= red);
        var span = chance.High - chance.Low > 0.005 ? $"（{Percent(chance.Low)}至{Percent(chance.High)}）" : "";
        var driver = chance.Drivers.Count == 0 ? "" : Say(chance.Drivers[0], name);
        return new ChanceLight(colour, $"按期完成的可能约{Percent(chance.Point)}{span}{driver}", isOpen);
    }

    private static string Percent(double chance) => $"{Math.Round(chance * 100)}%";

    private static string Say(ChanceDriver driver, Func<string, string> name) => driver.Known == 0
        ? $"；{name(driver.Id)}没有同类记录"
        : $"；最可能拖后的是{name(driver.Id)}，同类{driver.Known}次中{driver.Longer}次超过计划用时";
}
