using Funeng.Engines.Synthetic;

namespace Funeng.Engines.Tests.Synthetic;

internal static class SyntheticCities
{
    public static SyntheticCity Small { get; } = new()
    {
        Name = "临海",
        Province = "东省",
        LastYear = 2025,
        Places = [new("990101001", "城东", "", 3), new("990102101", "城西", "Z1", 1)],
        Industries =
        [
            new("3073", "陶瓷", 2, 0.5, 700_000),
            new("6513", "软件", 1, 0.95, 600_000),
            new("5163", "商贸", 5, 0.05, 2_500_000),
        ],
        Titles =
        [
            new("low-title", 0.35, 3_000_000, 0.7, 3, 2021, 2025),
            new("high-title", 0.6, 20_000_000, 0.6, 3, 2021, 2025),
        ],
    };
}
