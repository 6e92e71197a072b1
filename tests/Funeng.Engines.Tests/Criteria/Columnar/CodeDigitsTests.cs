using System.Runtime.Intrinsics;
using Funeng.Engines.Criteria.Columnar;

namespace Funeng.Engines.Tests.Criteria.Columnar;

/// <summary>However a code lies in planes, it is read as it was written, and each step of a digit says that the digit has got there.</summary>
public sealed class CodeDigitsTests
{
    public static TheoryData<int> Codes => [.. Enumerable.Range(1, 70), 500, 5000];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_is_read_as_it_was_written(int codes)
    {
        var digits = CodeDigits.For(codes);

        for (var code = 0; code < codes; code++) Assert.Equal(code, digits.Code(digits.Picture(code)));

        Assert.InRange(digits.Planes, 0, digits.IsBits ? 16 : 8);
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_steps_of_the_digits_make_up_the_code(int codes)
    {
        var digits = CodeDigits.For(codes);
        for (var code = 0; code < codes; code++)
        {
            var (sum, weight) = (0, 1);
            foreach (var planes in digits.Divide(0))
            {
                int[] reached = [.. planes.Select(plane => digits.Picture(code) >> plane & 1)];
                Assert.Equal(reached.OrderDescending(), reached);
                sum += weight * reached.Sum();
                weight *= planes.Length + 1;
            }

            Assert.Equal(code, sum);
        }
    }

    [Fact]
    public void A_register_and_a_loop_draw_the_same()
    {
        for (var codes = 3; !CodeDigits.For(codes).IsBits; codes++)
        {
            var digits = CodeDigits.For(codes);
            var block = Vector512.Create<byte>([.. Enumerable.Range(0, 64).Select(place => (byte)(place * 7 % codes))]);

            Assert.Equal(PlanePacker.PicturesOfHalves(block, digits), PlanePacker.PicturesTogether(block, digits));
        }
    }

    [Fact]
    public void Whole_blocks_and_single_places_are_packed_alike()
    {
        var random = new Random(3);
        for (var codes = 2; codes < 300; codes += codes < 40 ? 1 : 51)
        {
            var digits = CodeDigits.For(codes);
            ushort[] block = [.. Enumerable.Range(0, ColumnSet.BlockRows).Select(_ => (ushort)random.Next(codes))];
            var (packed, written) = (new ulong[digits.Planes * PlaneMemory.Words], new ulong[digits.Planes * PlaneMemory.Words]);

            PlanePacker.Pack(block, digits, packed);
            for (var place = 0; place < block.Length; place++) PlanePacker.Write(written, digits, place, block[place]);

            Assert.Equal(written, packed);
            Assert.Equal(block, Enumerable.Range(0, block.Length).Select(place => (ushort)PlanePacker.Read(packed, digits, place)));
        }
    }
}
