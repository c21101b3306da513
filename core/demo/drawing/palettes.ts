/** The colours of a time of day. Land goes from far to near. */
export interface Palette {
  sky: readonly [string, string, string]
  sun: string
  land: readonly [string, string, string, string]
  water: readonly [string, string]
  /** Walls, tables, paper. */
  pale: string
  shade: string
  accents: readonly [string, string, string]
}

export const palettes: Readonly<Record<string, Palette>> = {
  dawn: {
    sky: ['#5b7aa8', '#e7b39c', '#fbe3bf'],
    sun: '#fff3d0',
    land: ['#a9a3b4', '#7f8a94', '#4f6a66', '#2b4742'],
    water: ['#e9c7ac', '#5f7f97'],
    pale: '#f3e3cb',
    shade: '#6d5a55',
    accents: ['#d9734e', '#e9b44c', '#587d71'],
  },
  noon: {
    sky: ['#4d93c9', '#9cc9e3', '#e8f1e6'],
    sun: '#fffbe6',
    land: ['#9fbcc0', '#83ab82', '#5b8f52', '#35692f'],
    water: ['#8fd0d6', '#2f7f9c'],
    pale: '#f6f0e0',
    shade: '#59707a',
    accents: ['#d8553f', '#f0c343', '#3d7ea6'],
  },
  gold: {
    sky: ['#7d8fb3', '#f0b46c', '#fde2a1'],
    sun: '#fff6d5',
    land: ['#d8a878', '#b87f4d', '#8a5a34', '#4d3522'],
    water: ['#f3c98b', '#8d7f86'],
    pale: '#fbe9c6',
    shade: '#7a5436',
    accents: ['#c4512d', '#e59f2f', '#6d7f3e'],
  },
  dusk: {
    sky: ['#2b2f5c', '#93527b', '#f29a6b'],
    sun: '#ffd9a0',
    land: ['#7a5a82', '#553f6b', '#352c52', '#1c1a36'],
    water: ['#e98d6d', '#3d3a6b'],
    pale: '#e8cdb9',
    shade: '#43304f',
    accents: ['#f27f5b', '#f7c873', '#6f8fb5'],
  },
  night: {
    sky: ['#0b1430', '#1c2f57', '#45608a'],
    sun: '#fdf6dc',
    land: ['#2d4262', '#20324e', '#15233a', '#0a1424'],
    water: ['#39547f', '#0f1d3a'],
    pale: '#c9d2dd',
    shade: '#1c2740',
    accents: ['#f2b65a', '#ffdf94', '#5d86b8'],
  },
  mist: {
    sky: ['#b9c6c8', '#d6dcd6', '#ece9db'],
    sun: '#fdf8ea',
    land: ['#bac6c2', '#94a8a2', '#65807a', '#334d49'],
    water: ['#d5dbd3', '#8ea5a5'],
    pale: '#efeade',
    shade: '#5f706d',
    accents: ['#b8704d', '#d8b15f', '#5c8071'],
  },
  winter: {
    sky: ['#8fa9c9', '#cddbe8', '#f7ece3'],
    sun: '#fff8ef',
    land: ['#c4d3e2', '#dfe8f0', '#f2f5f7', '#8698ad'],
    water: ['#cfe0ea', '#7d9cb5'],
    pale: '#f5f3ef',
    shade: '#566b83',
    accents: ['#b5463c', '#e2b04a', '#3f6380'],
  },
  spring: {
    sky: ['#8fc1d8', '#cfe6e3', '#fbf2dc'],
    sun: '#fffdf0',
    land: ['#b5cfb7', '#93bf7f', '#6ba04f', '#3e7038'],
    water: ['#b4dcd4', '#5a9fa1'],
    pale: '#fbf5e6',
    shade: '#6b7f6a',
    accents: ['#e58a9b', '#f4c94f', '#7d6bb0'],
  },
  autumn: {
    sky: ['#8a9bb0', '#d9c4a4', '#f4e3c3'],
    sun: '#fff2cf',
    land: ['#b99a82', '#b5763d', '#8c4a24', '#4a2c1c'],
    water: ['#d8b48a', '#6c7276'],
    pale: '#f4e4cb',
    shade: '#6b4a35',
    accents: ['#c23f22', '#e8962e', '#7c7b33'],
  },
  lamp: {
    sky: ['#3a2c2b', '#6b4630', '#b57a44'],
    sun: '#ffe2a6',
    land: ['#8a5f3e', '#6a452e', '#4a2f22', '#2c1c16'],
    water: ['#c98d55', '#3f2f2c'],
    pale: '#f0d5a8',
    shade: '#3c2820',
    accents: ['#d65f3a', '#f2ba55', '#5b7a64'],
  },
  sea: {
    sky: ['#3f7fa6', '#8fc0ce', '#f1ead6'],
    sun: '#fffbe8',
    land: ['#8fb0bb', '#6f98a0', '#4d7b80', '#2c5257'],
    water: ['#7cc0c4', '#1f6a86'],
    pale: '#f7eedd',
    shade: '#3f5f6b',
    accents: ['#e0683f', '#f3c35c', '#24547a'],
  },
}
